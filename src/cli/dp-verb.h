/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** What "daypass" can be told to do. */
typedef enum {
  DP_VERB_ADD,
  DP_VERB_IMPORT,
  DP_VERB_RENEW,
  DP_VERB_STATUS,
  DP_VERB_EXPORT,
  DP_VERB_EXEC,
  DP_VERB_CHECK,
  DP_VERB_ROLE_ADD,
  DP_VERB_ROLE_LIST,
  DP_VERB_ROLE_SHOW,
  DP_VERB_ROLE_REMOVE,
  DP_VERB_REMOVE,
  DP_VERB_LIVE,
  DP_VERB_REVOKE,
  DP_VERB_DOCTOR,
} DpVerb;

/** Its words, and how many operands it takes. */
typedef struct {
  const char *name;     /* one word, or two */
  guint min_operands;
  guint max_operands;
  const char *operands; /* as the usage line has them, not yet translated */
  const char *summary;  /* likewise */
} DpVerbInfo;

const DpVerbInfo *dp_verb_get_info        (DpVerb   verb);
const char       *dp_verb_get_description (DpVerb   verb);
int               dp_verb_parse           (char   **words,
                                           DpVerb  *verb,
                                           GError **error);

G_END_DECLS
