/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** One of the two shared files as lines: bytes in, the same bytes out but for
 * the lines that a call changed. Holds the text in locked memory that is left
 * out of core dumps and wiped when freed. */
typedef struct _DpProfileFile DpProfileFile;

typedef enum {
  DP_PROFILE_FILE_CONFIG,      /* sections "[profile NAME]" and "[default]" */
  DP_PROFILE_FILE_CREDENTIALS, /* sections "[NAME]" */
} DpProfileFileKind;

/** Something that makes other tools fail on the whole file or misread it. */
typedef struct {
  guint line;       /* from 1 */
  gboolean fatal;   /* botocore and others refuse the whole file */
  char *message;    /* (owned): a translated sentence without the full stop */
} DpProfileFileProblem;

DpProfileFile *dp_profile_file_new           (DpProfileFileKind kind,
                                              const char       *bytes,
                                              size_t            length);
DpProfileFile *dp_profile_file_load          (DpProfileFileKind kind,
                                              const char       *path,
                                              GError          **error);
void           dp_profile_file_free          (DpProfileFile    *self);

gboolean       dp_profile_file_has_profile   (DpProfileFile    *self,
                                              const char       *profile);
GStrv          dp_profile_file_list_profiles (DpProfileFile    *self);
GStrv          dp_profile_file_list_keys     (DpProfileFile    *self,
                                              const char       *profile);
gboolean       dp_profile_file_has_key       (DpProfileFile    *self,
                                              const char       *profile,
                                              const char       *key);
char          *dp_profile_file_dup_value     (DpProfileFile    *self,
                                              const char       *profile,
                                              const char       *key);
char          *dp_profile_file_dup_nested    (DpProfileFile    *self,
                                              const char       *section,
                                              const char       *key,
                                              const char       *nested_key);
GPtrArray     *dp_profile_file_list_problems (DpProfileFile    *self);
gboolean       dp_profile_file_check         (DpProfileFile    *self,
                                              const char       *path,
                                              GError          **error);

void           dp_profile_file_set_value     (DpProfileFile    *self,
                                              const char       *profile,
                                              const char       *key,
                                              const char       *value);
gboolean       dp_profile_file_rename_key    (DpProfileFile    *self,
                                              const char       *profile,
                                              const char       *key,
                                              const char       *new_key);
gboolean       dp_profile_file_remove_key    (DpProfileFile    *self,
                                              const char       *profile,
                                              const char       *key);
gboolean       dp_profile_file_remove_profile (DpProfileFile   *self,
                                              const char       *profile);

const char    *dp_profile_file_get_bytes     (DpProfileFile    *self,
                                              size_t           *length);
DpProfileFile *dp_profile_file_copy          (DpProfileFile    *self);
gboolean       dp_profile_file_equal         (DpProfileFile    *self,
                                              DpProfileFile    *other);
void           dp_profile_file_swap          (DpProfileFile    *self,
                                              DpProfileFile    *other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DpProfileFile, dp_profile_file_free)

G_END_DECLS
