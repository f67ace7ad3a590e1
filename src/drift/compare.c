/* SPDX-License-Identifier: Apache-2.0
 *
 * What has changed between two ledgers of one set (AG-136).
 */
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "drift/internal.h"

static const char *const verdict_names[AMSREF_DRIFT_VERDICTS] = {
    [AMSREF_DRIFT_NONE] = "new",           [AMSREF_DRIFT_IDENTICAL] = "identical",
    [AMSREF_DRIFT_INSIDE] = "inside",      [AMSREF_DRIFT_ACCEPTED] = "accepted",
    [AMSREF_DRIFT_RISEN] = "risen",        [AMSREF_DRIFT_LOST] = "lost",
    [AMSREF_DRIFT_OUTSIDE] = "outside",
};

const char *amsref_drift_verdict_name(amsref_drift_verdict verdict)
{
    return verdict_names[verdict];
}

char *amsref_drift_place_name(const amsref_drift_change *change)
{
    return amsref_print("%s/%s/%s", amsref_format_name(change->format), change->category,
                        amsref_quantity_name(change->quantity));
}

static int same_set(const amsref_ledger *old, const amsref_ledger *new, amsref_error *error)
{
    static const char *const members[] = {"manifest", "dialect", "format",
                                          "category", "cases",   "except"};

    for (size_t k = 0; k < sizeof members / sizeof members[0]; k++) {
        const json_t *was = json_object_get(old->set, members[k]);
        const json_t *is = json_object_get(new->set, members[k]);
        if (!json_equal(was, is)) {
            char *then = json_dumps(was, JSON_COMPACT | JSON_ENCODE_ANY);
            char *now = json_dumps(is, JSON_COMPACT | JSON_ENCODE_ANY);
            amsref_fail(error,
                        "the ledgers are of different sets of cases: %s of OLD is %.200s, of NEW "
                        "%.200s; record both of the same set",
                        members[k], then ? then : "?", now ? now : "?");
            free(then);
            free(now);
            return -1;
        }
    }
    return 0;
}

/*
 * Where two answers to the same case part first, as far as it can be known: each ledger says where
 * its own leaves ref, and whoever leaves it later has ref at the earlier place.
 */
static bool locate(const amsref_drift_quantity *was, const amsref_drift_quantity *is,
                   amsref_drift_element *at)
{
    const amsref_drift_element *w = &was->parting, *n = &is->parting;
    const bool same_place = was->parted && is->parted && w->step == n->step &&
                            w->element == n->element;

    if ((!was->parted && !is->parted) || (same_place && w->got == n->got)) {
        return false;
    }
    const bool by_new = !was->parted || (is->parted && (n->step < w->step ||
                                                        (n->step == w->step &&
                                                         n->element < w->element)));
    *at = by_new ? *n : *w;
    at->got = by_new || same_place ? n->got : w->lo;
    at->lo = same_place || !by_new ? w->got : n->lo;
    at->hi = at->lo;
    return true;
}

static void compare_case(amsref_drift_change *change, const amsref_drift_case *was,
                         const amsref_drift_case *is)
{
    const amsref_drift_quantity *then = was ? &was->quantity[change->quantity] : NULL;
    const amsref_drift_quantity *now = is ? &is->quantity[change->quantity] : NULL;
    const bool had = then && *then->sha256;

    if (had && !(now && now->listed)) {
        change->first_lost = change->lost++ ? change->first_lost : was;
    } else if (had && *now->sha256) {
        change->compared++;
        if (strcmp(then->sha256, now->sha256) != 0 && change->changed++ == 0) {
            change->first_changed = is;
            change->was_changed = was;
            change->located = locate(then, now, &change->parting);
        }
    }
}

static amsref_drift_verdict verdict_of(const amsref_drift_change *c)
{
    if (c->outside) {
        return AMSREF_DRIFT_OUTSIDE;
    }
    if (c->lost) {
        return AMSREF_DRIFT_LOST;
    }
    if (c->was && c->was->bounded && c->is && c->is->farthest.at &&
        c->is->farthest.ulp > c->was->ratchet) {
        return AMSREF_DRIFT_RISEN;
    }
    return !c->compared ? AMSREF_DRIFT_NONE
           : c->changed ? AMSREF_DRIFT_INSIDE
                        : AMSREF_DRIFT_IDENTICAL;
}

/* Case by case, in the order of NEW; then those that OLD alone has. */
static void compare_place(const amsref_drift_comparison *all, amsref_drift_change *change)
{
    for (size_t i = 0; i < all->new->count; i++) {
        const amsref_drift_case *is = &all->new->item[i];
        const amsref_drift_quantity *now = &is->quantity[change->quantity];
        if (is->format != change->format || strcmp(is->category, change->category) != 0) {
            continue;
        }
        compare_case(change, amsref_drift_case_find(all->old, is->id), is);
        /* The budget is OLD's level, and was never what OLD answered. */
        if (now->listed && now->level > all->old->level) {
            change->first_outside = change->outside++ ? change->first_outside : is;
        }
    }
    for (size_t i = 0; i < all->old->count; i++) {
        const amsref_drift_case *was = &all->old->item[i];
        if (was->format == change->format && strcmp(was->category, change->category) == 0 &&
            !amsref_drift_case_find(all->new, was->id)) {
            compare_case(change, was, NULL);
        }
    }
    change->verdict = verdict_of(change);
}

static void add_group(amsref_drift_comparison *c, amsref_format format, const char *category)
{
    const amsref_drift_group *was = amsref_drift_group_find(c->old, format, category);
    const amsref_drift_group *is = amsref_drift_group_find(c->new, format, category);

    for (amsref_quantity q = AMSREF_X; q < AMSREF_QUANTITIES; q++) {
        const amsref_drift_place *then = was && was->place[q].cases ? &was->place[q] : NULL;
        const amsref_drift_place *now = is && is->place[q].cases ? &is->place[q] : NULL;
        if (!then && !now) {
            continue;
        }
        amsref_drift_change *change = &c->item[c->count++];
        *change = (amsref_drift_change){
            .format = format, .category = category, .quantity = q, .was = then, .is = now};
        compare_place(c, change);
        c->verdict[change->verdict]++;
        c->compared += change->compared;
        c->changed += change->changed;
        c->fallen += then && now && then->bounded && now->farthest.at &&
                     now->farthest.ulp < then->ratchet;
    }
}

int amsref_drift_compare(const amsref_ledger *old, const amsref_ledger *new,
                         amsref_drift_comparison *comparison, amsref_error *error)
{
    *comparison = (amsref_drift_comparison){.old = old, .new = new};
    if (same_set(old, new, error) != 0) {
        return -1;
    }
    comparison->item =
        amsref_alloc((old->groups + new->groups) * AMSREF_QUANTITIES, sizeof *comparison->item);
    for (size_t g = 0; g < new->groups; g++) {
        add_group(comparison, new->group[g].format, new->group[g].category);
    }
    for (size_t g = 0; g < old->groups; g++) {
        if (!amsref_drift_group_find(new, old->group[g].format, old->group[g].category)) {
            add_group(comparison, old->group[g].format, old->group[g].category);
        }
    }
    return 0;
}

void amsref_drift_comparison_free(amsref_drift_comparison *comparison)
{
    free(comparison->item);
    *comparison = (amsref_drift_comparison){0};
}

int amsref_drift_status(const amsref_drift_comparison *comparison)
{
    const size_t *v = comparison->verdict;

    if (v[AMSREF_DRIFT_RISEN] || v[AMSREF_DRIFT_LOST] || v[AMSREF_DRIFT_OUTSIDE]) {
        return AMSREF_DIFFERS;
    }
    return comparison->compared ? AMSREF_CONFORMS : AMSREF_NOTHING;
}
