/* SPDX-License-Identifier: Apache-2.0
 *
 * The page of a recorded training run (AG-113, AG-140).
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/amsref.h"
#include "markup/html.h"
#include "report/trace.h"
#include "suite/memory.h"

enum { TENSORS, FAULTS, ENVIRONMENT, SECTIONS };

static void put_facts(amsref_html *h, const amsref_trace_run *run)
{
    const amsref_trace_result *r = run->result;
    uint64_t missed = 0;

    for (int f = 0; f < AMSREF_FAULTS; f++) {
        missed += r->missed[f];
    }
    amsref_page_fact(h, "Level reached", "%s",
                     r->updates ? amsref_level_name(amsref_trace_level(r)) : "none");
    amsref_page_fact(h, "Level wanted", "%s", amsref_level_name(run->wanted));
    amsref_page_fact(h, "Dialect", "%s", amsref_dialect_name(r->dialect));
    amsref_page_fact(h, "Steps", "%" PRIu64, r->steps);
    amsref_page_fact(h, "Updates judged", "%" PRIu64, r->updates);
    amsref_page_fact(h, "Found wrong", "%" PRIu64, missed);
    amsref_page_fact(h, "Decided by the oracle", "%" PRIu64, r->decided);
    amsref_page_fact(h, "Gaps declared", "%" PRIu64, r->gaps);
}

static void put_tensors(amsref_html *h, const amsref_trace_run *run)
{
    static const char *const heads[] = {"tensor", "format", "#elements",
                                        "#steps", "level",  "#wrong"};
    const amsref_trace_result *r = run->result;

    amsref_table_begin(h, "Tensors, and how often each was found wrong", heads, 6);
    for (size_t i = 0; i < r->tensors; i++) {
        const amsref_trace_tensor *t = &r->tensor[i];
        amsref_row_begin(h, "%s", t->name);
        amsref_html_put(h, "td", NULL, "%s", amsref_format_name(t->format));
        amsref_cell_count(h, t->elements, NULL);
        amsref_cell_count(h, t->steps, NULL);
        const amsref_level level = amsref_trace_tensor_level(t);
        amsref_html_put(h, "td", NULL, "%s",
                        level == AMSREF_LEVEL_COUNT ? "-" : amsref_level_name(level));
        amsref_cell_count(h, t->missed, "wrong");
        amsref_html_close(h);
    }
    amsref_table_end(h);
}

static void put_miss(amsref_html *h, const amsref_trace_run *run, const amsref_trace_miss *miss)
{
    char *again = amsref_trace_again(run, miss);

    amsref_html_open(h, "article", "class", "case", NULL);
    amsref_html_put(h, "h3", NULL, "%s", amsref_trace_fault_name(miss->fault));
    amsref_html_take(h, "p", NULL, amsref_trace_line(run, miss));
    if (again) {
        amsref_page_command(h, again);
    }
    amsref_html_close(h);
    free(again);
}

/* The first of all, then the first of each other kind. */
static void put_faults(amsref_html *h, const amsref_trace_run *run)
{
    const amsref_trace_result *r = run->result;
    const amsref_trace_miss *first = amsref_trace_first(r);

    put_miss(h, run, first);
    for (int f = 0; f < AMSREF_FAULTS; f++) {
        if (r->kept[f] > 0 && &r->miss[f][0] != first) {
            put_miss(h, run, &r->miss[f][0]);
        }
    }
    for (int f = 0; f < AMSREF_FAULTS; f++) {
        if (r->missed[f] > 0) {
            amsref_html_put(h, "p", "soft", "%s: found wrong %" PRIu64 " times",
                            amsref_trace_fault_name((amsref_trace_fault)f), r->missed[f]);
        }
    }
}

static void put_environment(amsref_html *h, const amsref_trace_run *run)
{
    amsref_page_pairs(h);
    amsref_page_pair(h, "Trace", "%s", run->folder);
    amsref_page_pair(h, "amsref", "%s", AMSREF_VERSION);
    amsref_page_pair(h, "Values left open to NaN (AG-57)", "%" PRIu64, run->result->open);
    amsref_html_close(h);
}

void amsref_trace_write_html(FILE *out, const amsref_trace_run *run)
{
    static void (*const put[SECTIONS])(amsref_html *, const amsref_trace_run *) = {
        put_tensors, put_faults, put_environment};
    const amsref_section sections[SECTIONS] = {
        {"tensors", "Tensors", run->result->tensors > 0},
        {"faults", "First of each kind", amsref_trace_first(run->result) != NULL},
        {"environment", "Environment", true},
    };
    const bool nothing = run->status == AMSREF_NOTHING, good = run->status == AMSREF_CONFORMS;
    char *verdict = amsref_trace_verdict(run);
    const amsref_section *s = NULL;
    amsref_page page;

    amsref_page_begin(&page, verdict, "report on a training run");
    amsref_page_verdict(page.h,
                        nothing ? AMSREF_STAMP_NEITHER
                        : good  ? AMSREF_STAMP_GOOD
                                : AMSREF_STAMP_BAD,
                        nothing ? "Nothing was run"
                        : good  ? "Conforms"
                                : "Does not conform",
                        run->folder, strchr(verdict, ':') + 2);
    put_facts(page.h, run);
    amsref_page_verdict_end(page.h, sections, SECTIONS);
    while ((s = amsref_page_next(page.h, sections, SECTIONS, s))) {
        put[s - sections](page.h, run);
    }
    amsref_page_end(&page, out);
    free(verdict);
}
