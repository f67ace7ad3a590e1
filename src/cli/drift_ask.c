/* SPDX-License-Identifier: Apache-2.0
 *
 * Asking an implementation the cases of a ledger.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cli/drift_ask.h"

int amsref_drift_refuse(const amsref_error *error)
{
    fprintf(stderr, "amsref drift: %s\n", error->text);
    return AMSREF_USAGE;
}

void amsref_asking_free(amsref_asking *a)
{
    free(a->command);
    free(a->chosen);
    amsref_cases_free(&a->cases);
    amsref_client_free(a->client);
}

int amsref_asking_begin(amsref_asking *a, amsref_error *error)
{
    const amsref_drift_options *o = a->options;
    char suite[32];
    const amsref_terms terms = {suite, (int)(o->timeout * 1000)};

    a->command = amsref_shell_joined(o->command);
    a->vectors = amsref_vectors_dir(o->vectors, error);
    if (!a->vectors || amsref_suite_version(a->vectors, suite, error) != 0) {
        return AMSREF_USAGE;
    }
    return amsref_client_start(o->command, &terms, &a->client, error) == 0 ? 0 : AMSREF_BROKE;
}

int amsref_asking_ask(amsref_asking *a, const json_t *set, amsref_ledger *ledger,
                      amsref_error *error)
{
    const amsref_drift_options *o = a->options;
    const amsref_hello *hello = amsref_client_hello(a->client);
    const amsref_drift_about about = {hello, a->command, o->compiler, o->flags, o->note, o->notes};

    if (amsref_drift_cases(a->vectors, set, hello->formats, &a->cases, &a->chosen, &a->count,
                           error) != 0) {
        return AMSREF_USAGE;
    }
    ledger->set = json_incref((json_t *)(uintptr_t)set);
    ledger->run = amsref_drift_environment(&about);
    ledger->accepted = json_array();
    amsref_watch w = amsref_watch_begin();
    int failed = amsref_drift_measure(a->client, a->chosen, a->count, w.show, &w.last, ledger,
                                      error);
    amsref_watch_end(&w);
    if (!failed) {
        failed = amsref_client_finish(a->client, error);
    }
    return failed ? AMSREF_BROKE : 0;
}
