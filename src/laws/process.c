/* SPDX-License-Identifier: Apache-2.0
 *
 * Laws before a process, and before another of the same command that has seen nothing of the first.
 */
#include <stdlib.h>

#include "laws/laws.h"
#include "suite/memory.h"

typedef struct processes {
    amsref_client *first, *other; /* the other once one was needed */
    char *refused;                /* why there can be no other */
    const amsref_laws_plan *plan;
} processes;

static int converse(void *self, bool elsewhere, const amsref_talk *talk, size_t *at,
                    amsref_error *why)
{
    const processes *p = self;
    return amsref_client_converse(elsewhere ? p->other : p->first, talk, at, why);
}

/* Begun once and kept. */
static const char *refuses(void *self)
{
    processes *p = self;
    amsref_error error;

    if (!p->other && !p->refused &&
        amsref_client_start(p->plan->command, &p->plan->terms, &p->other, &error) != 0) {
        p->refused = amsref_print("no second process: %s", error.text);
        amsref_client_free(p->other);
        p->other = NULL;
    }
    return p->refused;
}

int amsref_laws_try(amsref_client *client, const amsref_laws_plan *plan, amsref_laws *laws,
                    amsref_case_progress progress, void *context, amsref_error *error)
{
    processes p = {.first = client, .plan = plan};
    const amsref_party party = {&p, amsref_client_hello(client), converse, refuses};
    int failed = amsref_laws_hear(&party, plan, laws, progress, context, error);

    if (!failed && p.other) {
        amsref_error why;
        failed = amsref_client_finish(p.other, &why);
        if (failed) {
            amsref_fail(error, "the second process of the laws: %.900s", why.text);
        }
    }
    amsref_client_free(p.other);
    free(p.refused);
    return failed;
}
