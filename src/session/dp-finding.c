/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-finding.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <sys/stat.h>

#include "dp-file-editor.h"

/** @id is not copied. */
DpFinding *
dp_finding_new (const char *id,
                const char *profile,
                DpFindingState state,
                const char *message)
{
  DpFinding *self = g_new0 (DpFinding, 1);

  self->id = id;
  self->profile = g_strdup (profile);
  self->state = state;
  self->message = g_strdup (message);
  return self;
}

static void
mend_free (DpMend *mend)
{
  g_free (mend->path);
  g_free (mend->profile);
  g_free (mend);
}

void
dp_finding_free (DpFinding *self)
{
  g_free (self->profile);
  g_free (self->message);
  g_free (self->advice);
  g_clear_pointer (&self->mend, mend_free);
  g_free (self);
}

static DpMend *
add_mend (DpFinding *self,
          DpMendKind kind,
          const char *path)
{
  g_return_val_if_fail (self->mend == NULL, self->mend);

  self->mend = g_new0 (DpMend, 1);
  self->mend->kind = kind;
  self->mend->path = g_strdup (path);
  return self->mend;
}

/** Makes it mendable: @path gets @mode, which is stricter than what it has. */
void
dp_finding_set_mode (DpFinding *self,
                     const char *path,
                     mode_t mode)
{
  add_mend (self, DP_MEND_SET_MODE, path)->mode = mode;
}

/** Makes it mendable: the line @key of @profile goes. @key is not copied. */
void
dp_finding_remove_line (DpFinding *self,
                        const char *path,
                        DpProfileFileKind file,
                        const char *profile,
                        const char *key)
{
  dp_finding_rename_line (self, path, file, profile, key, NULL);
}

/** Makes it mendable: the line @key of @profile is called @new_key. Neither is
 * copied. */
void
dp_finding_rename_line (DpFinding *self,
                        const char *path,
                        DpProfileFileKind file,
                        const char *profile,
                        const char *key,
                        const char *new_key)
{
  DpMend *mend = add_mend (self, new_key != NULL ? DP_MEND_RENAME_LINE : DP_MEND_REMOVE_LINE, path);

  mend->file = file;
  mend->profile = g_strdup (profile);
  mend->key = key;
  mend->new_key = new_key;
}

static gboolean
edit_cb (DpProfileFile *file,
         gpointer data,
         GError **error)
{
  const DpMend *mend = data;

  if (mend->kind == DP_MEND_REMOVE_LINE)
    dp_profile_file_remove_key (file, mend->profile, mend->key);
  else
    dp_profile_file_rename_key (file, mend->profile, mend->key, mend->new_key);
  return TRUE;
}

static char *
set_mode (const DpMend *mend,
          GError **error)
{
  if (chmod (mend->path, mend->mode) == 0)
    return g_strdup_printf (_("“%s” has the mode %o now"), mend->path, mend->mode);

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
               _("The mode of “%s” could not be changed: %s"), mend->path, g_strerror (errno));
  return NULL;
}

/**
 * Does what is safe, through the safe editor. Returns a sentence (owned) that
 * says what was done, or NULL with why it could not be.
 */
char *
dp_finding_mend (const DpFinding *self,
                 GError **error)
{
  DpMend *mend = self->mend;
  g_return_val_if_fail (mend != NULL, NULL);

  if (mend->kind == DP_MEND_SET_MODE)
    return set_mode (mend, error);
  if (!dp_file_editor_edit (mend->path, mend->file, edit_cb, mend, error))
    return NULL;
  if (mend->kind == DP_MEND_REMOVE_LINE)
    return g_strdup_printf (_("The line “%s” of “%s” is gone from “%s”"), mend->key, mend->profile, mend->path);
  return g_strdup_printf (_("The line “%s” of “%s” in “%s” is called “%s” now"), mend->key, mend->profile, mend->path, mend->new_key);
}
