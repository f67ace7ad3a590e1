/* SPDX-License-Identifier: Apache-2.0
 *
 * A comparison of ledgers in JSON; spec/schema/drift-report.schema.json describes it.
 */
#include "core/amsref.h"
#include "report/drift.h"
#include "report/internal.h"

static void put(json_t *object, const char *name, json_t *value)
{
    json_object_set_new(object, name, value);
}

static json_t *side_json(const char *name, const amsref_ledger *ledger)
{
    return json_pack("{s:s, s:O, s:s}", "from", name, "run", ledger->run, "sha256",
                     ledger->sha256);
}

static json_t *parting_json(const amsref_drift_change *change)
{
    if (!change->located) {
        return json_null();
    }
    return json_pack("{s:o, s:o, s:o, s:o}", "element", amsref_count_json(change->parting.element),
                     "step", amsref_count_json(change->parting.step), "was",
                     amsref_value_json(change->format, change->parting.lo), "is",
                     amsref_value_json(change->format, change->parting.got));
}

static json_t *id_json(const amsref_drift_case *c)
{
    return c ? json_string(c->id) : json_null();
}

static json_t *ulp_json(const amsref_drift_place *place)
{
    return place && place->farthest.at ? amsref_count_json(place->farthest.ulp) : json_null();
}

static json_t *change_json(const amsref_drift_run *run, const amsref_drift_change *change)
{
    const bool bounded = change->was && change->was->bounded;
    char *again = amsref_drift_again(run, change);
    json_t *object = json_object();

    put(object, "format", json_string(amsref_format_name(change->format)));
    put(object, "category", json_string(change->category));
    put(object, "quantity", json_string(amsref_quantity_name(change->quantity)));
    put(object, "verdict", json_string(amsref_drift_verdict_name(change->verdict)));
    put(object, "compared", amsref_count_json(change->compared));
    put(object, "changed", amsref_count_json(change->changed));
    put(object, "lost", amsref_count_json(change->lost));
    put(object, "outside", amsref_count_json(change->outside));
    put(object, "was_ulp", ulp_json(change->was));
    put(object, "is_ulp", ulp_json(change->is));
    put(object, "ratchet", bounded ? amsref_count_json(change->was->ratchet) : json_null());
    put(object, "case", id_json(amsref_drift_witness(change)));
    put(object, "first_changed", id_json(change->first_changed));
    put(object, "parting", parting_json(change));
    put(object, "reason", change->reason ? json_string(change->reason) : json_null());
    put(object, "text", amsref_taken_json(amsref_drift_change_line(run, change)));
    put(object, "command", again ? amsref_taken_json(again) : json_null());
    return object;
}

static json_t *counts_json(const amsref_drift_comparison *c)
{
    json_t *object = json_object();

    for (int v = 0; v < AMSREF_DRIFT_VERDICTS; v++) {
        put(object, amsref_drift_verdict_name((amsref_drift_verdict)v),
            amsref_count_json(c->verdict[v]));
    }
    return object;
}

void amsref_drift_write_json(FILE *out, const amsref_drift_run *run)
{
    const amsref_drift_comparison *c = run->comparison;
    char *accept = amsref_drift_accept_words(run);
    json_t *object = json_object(), *places = json_array();

    for (size_t i = 0; i < c->count; i++) {
        json_array_append_new(places, change_json(run, &c->item[i]));
    }
    put(object, "report", json_string("amsref drift compare"));
    put(object, "schema", json_integer(1));
    put(object, "tool", json_string(AMSREF_VERSION));
    put(object, "status", json_integer(run->status));
    put(object, "verdict", amsref_taken_json(amsref_drift_verdict_line(run)));
    put(object, "reason", *run->reason ? json_string(run->reason) : json_null());
    put(object, "set", json_incref(c->old->set));
    put(object, "budget", json_string(amsref_level_name(c->old->level)));
    put(object, "old", side_json(run->file, c->old));
    put(object, "new", c->new ? side_json(run->against, c->new) : json_null());
    put(object, "compared", amsref_count_json(c->compared));
    put(object, "changed", amsref_count_json(c->changed));
    put(object, "fallen", amsref_count_json(c->fallen));
    put(object, "counts", counts_json(c));
    put(object, "places", places);
    put(object, "accept", accept ? amsref_taken_json(accept) : json_null());
    put(object, "rewritten", json_boolean(run->rewritten));
    put(object, "stderr", json_string(run->errors));
    amsref_json_put(out, object);
}
