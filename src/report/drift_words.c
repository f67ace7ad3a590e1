/* SPDX-License-Identifier: Apache-2.0
 *
 * The words of a comparison of ledgers.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "report/drift.h"
#include "report/internal.h"
#include "suite/memory.h"

static const char *member(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text ? text : "";
}

char *amsref_drift_who(const amsref_ledger *ledger)
{
    const json_t *who = json_object_get(ledger->run, "implementation");
    const char *version = member(who, "version");

    return amsref_print("%s%s%s", member(who, "name"), *version ? " " : "", version);
}

char *amsref_drift_verdict_line(const amsref_drift_run *run)
{
    const amsref_drift_comparison *c = run->comparison;
    const size_t *v = c->verdict;

    if (run->status == AMSREF_BROKE) {
        return amsref_print("BROKE OFF: %s: %s", run->against, run->reason);
    }
    char *is = amsref_drift_who(c->new), *was = amsref_drift_who(c->old);
    char *line;
    if (run->status == AMSREF_NOTHING) {
        line = amsref_print("NOTHING WAS COMPARED: %s: %s", is, run->reason);
    } else if (run->status == AMSREF_DIFFERS) {
        line = amsref_print("DRIFTED: %s against %s (%zu places outside the budget, %zu lost, %zu "
                            "above the ratchet)",
                            is, was, v[AMSREF_DRIFT_OUTSIDE], v[AMSREF_DRIFT_LOST],
                            v[AMSREF_DRIFT_RISEN]);
    } else if (c->changed) {
        line = amsref_print("INSIDE: %s against %s: %zu of %zu answers have other bits, all inside "
                            "the budget%s",
                            is, was, c->changed, c->compared,
                            v[AMSREF_DRIFT_ACCEPTED] ? ", rises accepted"
                                                     : ", none above its ratchet");
    } else {
        line = amsref_print("IDENTICAL: %s against %s: %zu answers, the same bits", is, was,
                            c->compared);
    }
    free(is);
    free(was);
    return line;
}

const amsref_drift_case *amsref_drift_witness(const amsref_drift_change *change)
{
    switch (change->verdict) {
    case AMSREF_DRIFT_OUTSIDE:
        return change->first_outside;
    case AMSREF_DRIFT_LOST:
        return change->first_lost;
    case AMSREF_DRIFT_RISEN:
    case AMSREF_DRIFT_ACCEPTED:
        return change->is->farthest.at;
    default:
        return change->first_changed;
    }
}

char *amsref_drift_again(const amsref_drift_run *run, const amsref_drift_change *change)
{
    const amsref_ledger *new = run->comparison->new;
    const amsref_drift_case *c = amsref_drift_witness(change);
    const json_t *who = new ? json_object_get(new->run, "implementation") : NULL;

    if (!c || !*member(who, "command")) {
        return NULL;
    }
    return amsref_print("%s check --dialect %s --case %s -- %s", run->tool,
                        member(new->set, "dialect"), c->id, member(who, "command"));
}

/* "ID x[0] step 7: got 0.1 (3fb9...)" */
static char *element_text(const amsref_drift_case *c, amsref_quantity q,
                          const amsref_drift_element *e)
{
    char *got = amsref_value_words(c->format, e->got);
    char *text = amsref_print("%s %s[%zu] step %" PRIu64 ": got %s", c->id,
                              amsref_quantity_name(q), e->element, e->step, got);
    free(got);
    return text;
}

/* Where an element is known to lie outside `tight`: measured now, not read from a ledger. */
static char *beyond_text(const amsref_drift_case *c, amsref_quantity q)
{
    const amsref_drift_quantity *in = &c->quantity[q];

    if (!(in->share > 1)) {
        return amsref_copy(c->id);
    }
    char *element = element_text(c, q, &in->outmost);
    char *lo = amsref_value_words(c->format, in->outmost.lo);
    char *hi = amsref_value_words(c->format, in->outmost.hi);
    char *text = amsref_print("%s, tight is [%s, %s]", element, lo, hi);
    free(element);
    free(lo);
    free(hi);
    return text;
}

static char *outside_line(const amsref_drift_change *change, amsref_level budget)
{
    const amsref_drift_case *c = change->first_outside;
    const bool answered = *c->quantity[change->quantity].sha256;
    char *first = answered ? beyond_text(c, change->quantity)
                           : amsref_print("%s: %s", c->id,
                                          c->reason ? c->reason : "it is left out of the answer");
    char *line = amsref_print("%zu case%s outside %s%s, first %s", change->outside,
                              change->outside > 1 ? "s" : "", amsref_level_name(budget),
                              change->changed || !answered ? "" : ", as OLD was already", first);
    free(first);
    return line;
}

static char *risen_line(const amsref_drift_change *change)
{
    const amsref_drift_peak *peak = &change->is->farthest;
    char *element = element_text(peak->at, change->quantity, &peak->place);
    char *rn = amsref_value_words(change->format, peak->place.lo);
    char *line = amsref_print("%" PRIu64 " ulp from ideal, above the ratchet of %" PRIu64
                              ": %s, the ideal rounds to %s%s%s",
                              peak->ulp, change->was->ratchet, element, rn,
                              change->reason ? "; accepted: " : "",
                              change->reason ? change->reason : "");
    free(rn);
    free(element);
    return line;
}

static char *inside_line(const amsref_drift_change *change)
{
    const amsref_drift_case *c = change->first_changed;

    if (!change->located) {
        return amsref_print("%zu of %zu cases have other bits, first %s", change->changed,
                            change->compared, c->id);
    }
    char *element = element_text(c, change->quantity, &change->parting);
    char *was = amsref_value_words(change->format, change->parting.lo);
    char *line = amsref_print("%zu of %zu cases have other bits, first %s, was %s", change->changed,
                              change->compared, element, was);
    free(was);
    free(element);
    return line;
}

char *amsref_drift_change_line(const amsref_drift_run *run, const amsref_drift_change *change)
{
    char *place = amsref_drift_place_name(change);
    char *why, *line;

    switch (change->verdict) {
    case AMSREF_DRIFT_OUTSIDE:
        why = outside_line(change, run->comparison->old->level);
        break;
    case AMSREF_DRIFT_LOST:
        why = amsref_print("%zu cases of OLD have no answer any more, first %s", change->lost,
                           change->first_lost->id);
        break;
    case AMSREF_DRIFT_RISEN:
    case AMSREF_DRIFT_ACCEPTED:
        why = risen_line(change);
        break;
    case AMSREF_DRIFT_INSIDE:
        why = inside_line(change);
        break;
    default:
        why = amsref_copy(change->compared ? "the same bits"
                          : change->is     ? "OLD has no answer to compare with"
                                           : "neither has an answer");
        break;
    }
    line = amsref_print("%s: %s", place, why);
    free(place);
    free(why);
    return line;
}

char *amsref_drift_accept_words(const amsref_drift_run *run)
{
    const amsref_drift_comparison *c = run->comparison;
    char *text = NULL;
    size_t size = 0, written = 0;
    FILE *out;

    if (!c->verdict[AMSREF_DRIFT_RISEN] || c->verdict[AMSREF_DRIFT_LOST] ||
        c->verdict[AMSREF_DRIFT_OUTSIDE]) {
        return NULL;
    }
    out = open_memstream(&text, &size);
    for (size_t i = 0; out && i < c->count; i++) {
        if (c->item[i].verdict == AMSREF_DRIFT_RISEN) {
            char *place = amsref_drift_place_name(&c->item[i]);
            fprintf(out, "%s%s:%" PRIu64, written++ ? "," : "", place, c->item[i].is->farthest.ulp);
            free(place);
        }
    }
    if (out) {
        fclose(out);
    }
    char *words = amsref_print("--accept '%s='", text ? text : "");
    free(text);
    return words;
}
