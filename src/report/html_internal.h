/* SPDX-License-Identifier: Apache-2.0
 *
 * Sections of the page of `amsref check`. What each writes goes into its section.
 */
#ifndef AMSREF_HTML_INTERNAL_H
#define AMSREF_HTML_INTERNAL_H

#include "markup/html.h"
#include "report/internal.h"

/* html_levels.c */
void amsref_html_levels(amsref_html *h, const amsref_run *run);

/* html_failures.c */
void amsref_html_failures(amsref_html *h, const amsref_run *run);
void amsref_html_laws(amsref_html *h, const amsref_run *run);

/* html_spread.c: distances from rn */
void amsref_html_distances(amsref_html *h, const amsref_run *run);

/* html_places.c: places inside `tight` */
void amsref_html_places(amsref_html *h, const amsref_run *run);

/* html_steps.c */
void amsref_html_steps(amsref_html *h, const amsref_run *run);

/* identify_html.c: what explains the answers, as sections need it inside. */
void amsref_html_findings(amsref_html *h, const amsref_identity *identity, const char *said);

#endif
