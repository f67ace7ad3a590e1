/* SPDX-License-Identifier: Apache-2.0
 *
 * The order of operations that the bits of the moments show.
 */
#ifndef AMSREF_FORMS_H
#define AMSREF_FORMS_H

#include "identify/identify.h"

/* The one order of m or v that has the bits of every plain answer; NULL where none or several have.
 */
const char *amsref_form_words(const amsref_inquiry *inquiry, amsref_quantity q,
                              amsref_format format);

#endif
