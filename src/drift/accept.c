/* SPDX-License-Identifier: Apache-2.0
 *
 * What a ratchet may do (AG-137): rise to a value that somebody named with a reason, and fall.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/amsref.h"
#include "drift/internal.h"

static bool is_named(const amsref_drift_change *change, const char *text, size_t length)
{
    char *place = amsref_drift_place_name(change);
    char *whole = amsref_print("%s:%" PRIu64, place, change->is ? change->is->farthest.ulp : 0);
    const bool same = strlen(whole) == length && strncmp(whole, text, length) == 0;

    free(whole);
    free(place);
    return same;
}

/* One wrong word, and nothing is accepted. */
static void accept_none(amsref_drift_comparison *c)
{
    for (size_t i = 0; i < c->count; i++) {
        if (c->item[i].verdict == AMSREF_DRIFT_ACCEPTED) {
            c->item[i].verdict = AMSREF_DRIFT_RISEN;
            c->item[i].reason = NULL;
        }
    }
    c->verdict[AMSREF_DRIFT_RISEN] += c->verdict[AMSREF_DRIFT_ACCEPTED];
    c->verdict[AMSREF_DRIFT_ACCEPTED] = 0;
}

static int accept_one(amsref_drift_comparison *c, const char *text, size_t length,
                      const char *reason, amsref_error *error)
{
    for (size_t i = 0; i < c->count; i++) {
        amsref_drift_change *change = &c->item[i];
        if (change->verdict == AMSREF_DRIFT_RISEN && is_named(change, text, length)) {
            change->verdict = AMSREF_DRIFT_ACCEPTED;
            change->reason = reason;
            c->verdict[AMSREF_DRIFT_RISEN]--;
            c->verdict[AMSREF_DRIFT_ACCEPTED]++;
            return 0;
        }
    }
    accept_none(c);
    return amsref_fail(error,
                       "--accept %.*s: nothing has risen to that; wanted "
                       "FORMAT/CATEGORY/QUANTITY:ULP as the comparison shows it, and what is "
                       "outside the budget is never accepted",
                       (int)length, text);
}

int amsref_drift_accept(amsref_drift_comparison *comparison, const char *text, amsref_error *error)
{
    const char *equals = strchr(text, '=');
    const char *reason = equals ? equals + 1 : "";

    if (!reason[strspn(reason, " \t\r\n")]) {
        return amsref_fail(error, "--accept %s: the reason is missing; wanted PLACE:ULP=REASON",
                           text);
    }
    for (const char *word = text; word < equals;) {
        const size_t length = strcspn(word, ",=");
        if (accept_one(comparison, word, length, reason, error) != 0) {
            return -1;
        }
        word += length + 1;
    }
    return equals > text
               ? 0
               : amsref_fail(error, "--accept %s: no place stands before the '='", text);
}

static json_t *acceptance(const amsref_drift_change *change, const amsref_ledger *new,
                          const char *date)
{
    char *place = amsref_drift_place_name(change);
    json_t *entry = json_pack("{s:s, s:s, s:s, s:I, s:I, s:o, s:O}", "date", date, "place", place,
                              "case", change->is->farthest.at->id, "from",
                              (json_int_t)change->was->ratchet, "to",
                              (json_int_t)change->is->farthest.ulp, "reason",
                              amsref_drift_words(change->reason, strlen(change->reason)),
                              "implementation", json_object_get(new->run, "implementation"));
    free(place);
    return entry;
}

static void set_ratchet(amsref_drift_place *place, const amsref_drift_change *change, bool tighten)
{
    const bool far = place->farthest.at != NULL;

    if (change->verdict == AMSREF_DRIFT_ACCEPTED || !change->was || !change->was->bounded ||
        (tighten && far)) {
        return; /* as NEW has it; a rise that nobody accepted does not come here */
    }
    place->bounded = true;
    place->ratchet = change->was->ratchet;
}

char *amsref_drift_renewed(const amsref_drift_comparison *comparison, bool tighten, size_t *size)
{
    const amsref_drift_comparison *c = comparison;
    amsref_ledger ledger = *c->new; /* a view: nothing in it is freed but what is made here */
    json_t *accepted = json_deep_copy(c->old->accepted);
    char date[32];
    const time_t now = time(NULL);
    struct tm utc;

    strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&now, &utc));
    ledger.set = c->old->set;
    ledger.level = c->old->level;
    ledger.accepted = accepted;
    ledger.group = amsref_alloc(ledger.groups, sizeof *ledger.group);
    memcpy(ledger.group, c->new->group, ledger.groups * sizeof *ledger.group);
    for (size_t i = 0; i < c->count; i++) {
        const amsref_drift_change *change = &c->item[i];
        amsref_drift_group *group =
            amsref_drift_group_find(&ledger, change->format, change->category);
        if (!group || !change->is) {
            continue;
        }
        set_ratchet(&group->place[change->quantity], change, tighten);
        if (change->verdict == AMSREF_DRIFT_ACCEPTED) {
            json_array_append_new(accepted, acceptance(change, c->new, date));
        }
    }
    char *text = amsref_ledger_text(&ledger, size);
    free(ledger.group);
    json_decref(accepted);
    return text;
}
