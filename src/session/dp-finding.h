/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <sys/types.h>

#include "dp-profile-file.h"

G_BEGIN_DECLS

typedef enum {
  DP_FINDING_TICK,
  DP_FINDING_CROSS,
  DP_FINDING_SKIPPED, /* does not apply here, and that is no fault */
} DpFindingState;

typedef enum {
  DP_MEND_SET_MODE,
  DP_MEND_REMOVE_LINE,
  DP_MEND_RENAME_LINE,
} DpMendKind;

/** A change that is safe to make without asking: it takes nothing away that
 * cannot be had again. */
typedef struct {
  DpMendKind kind;
  char *path;
  mode_t mode;            /* of DP_MEND_SET_MODE */
  DpProfileFileKind file; /* of the others, as what follows */
  char *profile;
  const char *key;        /* static */
  const char *new_key;    /* (nullable): static */
} DpMend;

/** What one check came to. Sentences are translated, without the final full stop. */
typedef struct {
  const char *id;  /* static: the check's, for scripts */
  char *profile;   /* (nullable): the account that it is about */
  DpFindingState state;
  char *message;
  char *advice;    /* (nullable): what to do; a cross has one */
  DpMend *mend;    /* (nullable) (owned) */
} DpFinding;

DpFinding *dp_finding_new         (const char     *id,
                                   const char     *profile,
                                   DpFindingState  state,
                                   const char     *message);
void       dp_finding_free        (DpFinding      *self);
void       dp_finding_set_mode    (DpFinding      *self,
                                   const char     *path,
                                   mode_t          mode);
void       dp_finding_remove_line (DpFinding      *self,
                                   const char     *path,
                                   DpProfileFileKind file,
                                   const char     *profile,
                                   const char     *key);
void       dp_finding_rename_line (DpFinding      *self,
                                   const char     *path,
                                   DpProfileFileKind file,
                                   const char     *profile,
                                   const char     *key,
                                   const char     *new_key);
char      *dp_finding_mend        (const DpFinding *self,
                                   GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpFinding, dp_finding_free)

G_END_DECLS
