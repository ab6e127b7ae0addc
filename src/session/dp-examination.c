/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-examination.h"

#include <glib/gi18n.h>

static DpProfileFile *
load_or_empty (DpProfileFileKind kind,
               const char *path,
               GError **error)
{
  DpProfileFile *file = dp_profile_file_load (kind, path, error);

  return file != NULL ? file : dp_profile_file_new (kind, "", 0);
}

static void
reach_free (gpointer data)
{
  DpReach *reach = data;

  g_free (reach->url);
  g_clear_error (&reach->error);
  g_free (reach);
}

/* Those of @profiles, or all; none where half of what there is to say would be
 * wrong. */
static GPtrArray *
list_accounts (DpExamination *self,
               const char *const *profiles)
{
  g_autoptr (GPtrArray) accounts = dp_account_list (self->files->config);

  if (self->config_error != NULL || self->credentials_error != NULL)
    g_ptr_array_set_size (accounts, 0);
  for (guint i = accounts->len; profiles != NULL && i-- > 0;) {
    const DpAccount *account = accounts->pdata[i];
    if (!g_strv_contains (profiles, account->profile))
      g_ptr_array_remove_index (accounts, i);
  }
  return g_steal_pointer (&accounts);
}

/**
 * Reads the files as they are now. @profiles (nullable) are the accounts to look
 * at, else all; @has_display tells whether the person sees the screen that this
 * process would open windows on.
 */
DpExamination *
dp_examination_new (const char *const *profiles,
                    gboolean has_display,
                    GCancellable *cancellable)
{
  DpExamination *self = g_new0 (DpExamination, 1);

  self->files = g_new0 (DpSharedFiles, 1);
  self->files->places = dp_places_new ();
  self->files->config = load_or_empty (DP_PROFILE_FILE_CONFIG, self->files->places->config, &self->config_error);
  self->files->credentials = load_or_empty (DP_PROFILE_FILE_CREDENTIALS, self->files->places->credentials, &self->credentials_error);
  self->accounts = list_accounts (self, profiles);
  self->has_display = has_display;
  self->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  self->cancellable = cancellable;
  self->reaches = g_ptr_array_new_with_free_func (reach_free);
  self->findings = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_finding_free);
  return self;
}

void
dp_examination_free (DpExamination *self)
{
  g_clear_pointer (&self->files, dp_shared_files_free);
  g_clear_error (&self->config_error);
  g_clear_error (&self->credentials_error);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->reaches, g_ptr_array_unref);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self);
}

static DpFinding *
add (DpExamination *self,
     const char *profile,
     DpFindingState state,
     const char *message)
{
  DpFinding *finding = dp_finding_new (self->id, profile, state, message);

  g_ptr_array_add (self->findings, finding);
  return finding;
}

/** Notes that all is well, in a sentence without the full stop. */
void
dp_examination_tick (DpExamination *self,
                     const char *profile,
                     const char *format,
                     ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *message = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  add (self, profile, DP_FINDING_TICK, message);
}

/** Notes that @subject was not looked at, and why. */
void
dp_examination_skip (DpExamination *self,
                     const char *subject,
                     const char *reason)
{
  /* Translators: what was to be looked at, and why it was not. */
  g_autofree char *message = g_strdup_printf (_("%s: %s"), subject, reason);

  add (self, NULL, DP_FINDING_SKIPPED, message);
}

/** Whether a file cannot be read, so that nothing can be said of @subject: then
 * notes that. */
gboolean
dp_examination_skip_unread (DpExamination *self,
                            const char *subject)
{
  if (self->config_error == NULL && self->credentials_error == NULL)
    return FALSE;

  dp_examination_skip (self, subject, _("to be looked at when both files can be read"));
  return TRUE;
}

/** Whether there is no desktop, of which @subject is a part: then notes that. */
gboolean
dp_examination_skip_without_desktop (DpExamination *self,
                                     const char *subject)
{
  if (self->has_display && self->bus != NULL)
    return FALSE;

  dp_examination_skip (self, subject, self->has_display ? _("does not apply without a session bus") : _("does not apply without a display of your own"));
  return TRUE;
}

/**
 * Notes a fault and what to do about it. The finding is borrowed; who knows a
 * safe mend adds it.
 */
DpFinding *
dp_examination_cross (DpExamination *self,
                      const char *profile,
                      const char *message,
                      const char *advice)
{
  DpFinding *finding = add (self, profile, DP_FINDING_CROSS, message);

  finding->advice = g_strdup (advice);
  return finding;
}
