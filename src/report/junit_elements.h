/* SPDX-License-Identifier: Apache-2.0
 *
 * The elements of JUnit XML, spec/schema/junit.rng.
 */
#ifndef AMSREF_REPORT_JUNIT_ELEMENTS_H
#define AMSREF_REPORT_JUNIT_ELEMENTS_H

#include "markup/xml.h"

/* Opens <testsuites name=...>; amsref_xml_finish closes it. */
amsref_xml amsref_junit_begin(const char *name);

/* Attributes of the element that is open. */
void amsref_junit_counts(amsref_xml xml, size_t tests, size_t failures, size_t errors,
                         size_t skipped);

/* Whole elements: <property>; <failure>, <error> or <skipped>. */
void amsref_junit_property(amsref_xml xml, const char *name, const char *value);
void amsref_junit_bad(amsref_xml xml, const char *element, const char *message, const char *text);

#endif
