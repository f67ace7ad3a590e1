/* SPDX-License-Identifier: Apache-2.0
 *
 * Specimens and their relatives in memory, and what the oracle says of their elements.
 */
#include <stdlib.h>
#include <string.h>

#include "laws/internal.h"
#include "suite/memory.h"

amsref_specimen amsref_specimen_copy(const amsref_specimen *specimen)
{
    amsref_specimen copy = *specimen;
    copy.row = amsref_alloc(copy.n, sizeof *copy.row);
    memcpy(copy.row, specimen->row, copy.n * sizeof *copy.row);
    return copy;
}

void amsref_specimen_free(amsref_specimen *specimen)
{
    free(specimen->row);
    specimen->row = NULL;
}

uint64_t amsref_one_of(const amsref_specimen *specimen)
{
    return amsref_value_bits(specimen->setting.format, 1);
}

uint64_t amsref_sign_of(const amsref_specimen *specimen)
{
    return amsref_sign_bit(specimen->setting.format);
}

double amsref_value_of(const amsref_specimen *specimen, uint64_t bits)
{
    return amsref_bits_value(specimen->setting.format, bits);
}

void amsref_relative_part(const amsref_specimen *specimen, size_t first, size_t n,
                          amsref_relative *relative)
{
    *relative = (amsref_relative){.of = *specimen};
    relative->of.n = n;
    relative->of.row = amsref_alloc(n, sizeof *relative->of.row);
    relative->like = amsref_alloc(n, sizeof *relative->like);
    memcpy(relative->of.row, specimen->row + first, n * sizeof *relative->of.row);
    for (size_t i = 0; i < n; i++) {
        relative->like[i] = (long)(first + i);
    }
}

void amsref_relative_same(const amsref_specimen *specimen, amsref_relative *relative)
{
    amsref_relative_part(specimen, 0, specimen->n, relative);
}

void amsref_relative_free(amsref_relative *relative)
{
    amsref_specimen_free(&relative->of);
    free(relative->like);
    relative->like = NULL;
}

void amsref_solved_clear(amsref_solved *solved)
{
    amsref_case_list list = {solved->item, solved->item ? 1 : 0};

    amsref_cases_free(&list);
    solved->item = NULL;
}

void amsref_solve(const amsref_specimen *of, size_t element, amsref_solved *solved)
{
    amsref_case *item = amsref_alloc(1, sizeof *item);
    amsref_error error;

    item->id = amsref_copy("law");
    amsref_setting_case(&of->setting, 1, of->row + element, item);
    amsref_case_outs(item, of->setting.steps);
    for (size_t s = 0; s < item->outs; s++) {
        item->out[s].t = of->setting.t + s;
    }
    solved->item = item;
    solved->failed = amsref_case_solve(item, &error) != 0;
}
