/* SPDX-License-Identifier: Apache-2.0
 *
 * Asking the questions.
 */
#include <stdlib.h>

#include "core/amsref.h"
#include "identify/identify.h"
#include "identify/questions.h"
#include "suite/memory.h"

static const amsref_case *item_of(size_t i, void *context)
{
    return &((const amsref_inquiry *)context)->asked[i].item;
}

static void keep(size_t i, amsref_answer *answer, void *context)
{
    amsref_inquiry *inquiry = context;

    inquiry->asked[i].answer = *answer;
    inquiry->skipped += answer->skip != NULL;
    inquiry->errors += answer->error != NULL;
    inquiry->answered += !answer->skip && !answer->error;
    *answer = (amsref_answer){0};
}

int amsref_inquiry_ask(amsref_client *client, unsigned formats, amsref_memo *memo,
                       amsref_inquiry *inquiry, amsref_error *error)
{
    const amsref_hello *hello = amsref_client_hello(client);
    const size_t questions = amsref_question_count();
    const size_t steps = hello->ops & 1U << AMSREF_OP_STEP ? 1 : 2;
    amsref_error why;
    size_t at;

    *inquiry = (amsref_inquiry){
        .memo = memo,
        .asked = amsref_alloc(questions * AMSREF_FORMATS_ASKED, sizeof *inquiry->asked)};
    for (int f = 0; f < AMSREF_FORMATS_ASKED; f++) {
        for (size_t q = 0; q < questions && formats & 1U << f; q++) {
            amsref_asked *asked = &inquiry->asked[inquiry->count++];
            asked->question = q;
            amsref_question_make(q, (amsref_format)f, steps, &asked->item);
        }
    }
    const amsref_talk talk = {inquiry->count, item_of, NULL, keep, inquiry};
    if (amsref_client_converse(client, &talk, &at, &why) != 0) {
        return amsref_fail(error, "question %s: %.900s", inquiry->asked[at].item.id, why.text);
    }
    return 0;
}

void amsref_inquiry_free(amsref_inquiry *inquiry)
{
    for (size_t i = 0; i < inquiry->count; i++) {
        amsref_question_free(&inquiry->asked[i].item);
        amsref_answer_clear(&inquiry->asked[i].answer);
    }
    free(inquiry->asked);
    *inquiry = (amsref_inquiry){0};
}

bool amsref_answered(const amsref_asked *asked)
{
    return asked->answer.given != NULL && !asked->answer.skip && !asked->answer.error;
}

amsref_level amsref_inquiry_level(const amsref_inquiry *inquiry, unsigned formats,
                                  amsref_dialect dialect)
{
    amsref_level worst = AMSREF_EXACT;

    for (size_t i = 0; i < inquiry->count; i++) {
        const amsref_asked *asked = &inquiry->asked[i];
        if (!amsref_answered(asked) || !(formats & 1U << asked->item.problem.format)) {
            continue;
        }
        const amsref_case *golden =
            amsref_memo_solved(inquiry->memo, asked->question, &asked->item.problem, dialect);
        if (golden) {
            amsref_result result = {.item = golden};
            amsref_judge_case(&asked->answer, AMSREF_WORKING, &result);
            worst = result.level > worst ? result.level : worst;
            amsref_result_clear(&result);
        }
    }
    return worst;
}
