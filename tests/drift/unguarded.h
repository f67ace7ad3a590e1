/* SPDX-License-Identifier: Apache-2.0
 *
 * Included before a file of the core (-include): stands in for src/core/environment.h, so that the
 * drift matrix can show what the compilers that it refuses would give. For nothing else.
 */
#define AMSREF_ENVIRONMENT_H
#define AMSREF_VECTOR_WIDTHS
#include <float.h>
