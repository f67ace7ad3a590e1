/* SPDX-License-Identifier: Apache-2.0
 *
 * What `amsref identify` found: the terminal, and JSON (spec/schema/identify.schema.json).
 */
#include "report/identify.h"

#include "report/internal.h"

void amsref_identify_terminal(FILE *out, const amsref_identify_run *run)
{
    const amsref_hello *hello = run->hello;

    fprintf(out, "%s%s%s: %s", hello->name, *hello->version ? " " : "", hello->version,
            run->identity->findings ? "" : "no question was answered\n");
    amsref_identity_text(out, run->identity, hello->dialect);
}

void amsref_identify_json(FILE *out, const amsref_identify_run *run)
{
    const amsref_hello *hello = run->hello;
    json_t *root = json_pack("{s:s, s:i, s:s, s:{s:s, s:s, s:s}}", "report", "amsref identify",
                             "schema", 1, "tool", AMSREF_VERSION, "implementation", "name",
                             hello->name, "version", hello->version, "dialect", hello->dialect);
    json_t *identity = amsref_identity_json(run->identity, hello->dialect);

    json_object_update(root, identity);
    json_decref(identity);
    amsref_json_put(out, root);
}
