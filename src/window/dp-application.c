/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-application.h"

#include <glib/gi18n.h>

#include "dp-appearance.h"
#include "dp-core-dump.h"
#include "dp-exit-status.h"
#include "dp-main-window.h"
#include "dp-mfa-dialog.h"
#include "dp-question.h"
#include "dp-tray-start.h"
#include "dp-window-job.h"

struct _DpApplication {
  GtkApplication parent_instance;

  DpMainWindow *window; /* (nullable) (unowned): GTK's */
};

G_DEFINE_FINAL_TYPE (DpApplication, dp_application, GTK_TYPE_APPLICATION)

static DpMfaDialog *
find_dialog (DpApplication *self,
             const char *profile)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next) {
    if (DP_IS_MFA_DIALOG (l->data) && g_str_equal (dp_mfa_dialog_get_profile (l->data), profile))
      return l->data;
  }
  return NULL;
}

static void
refresh (DpApplication *self)
{
  if (self->window != NULL)
    dp_main_window_refresh (self->window);
}

static void
answered_cb (DpMfaDialog *dialog,
             int status,
             const char *failure,
             DpApplication *self)
{
  if (status == DP_EXIT_DONE)
    dp_tray_start ();
  refresh (self);
}

/* One question for an account: a second click brings it to the front, and to ask
 * if it is past that. */
static void
ask (DpApplication *self,
     const char *profile)
{
  DpMfaDialog *dialog = find_dialog (self, profile);

  if (self->window != NULL && dp_main_window_asks_for (self->window, profile)) {
    gtk_window_present (GTK_WINDOW (self->window));
    return;
  }
  if (dialog != NULL) {
    dp_mfa_dialog_ask_again (dialog);
    return;
  }
  dialog = dp_mfa_dialog_new (profile, GTK_WINDOW (self->window), 0);
  gtk_window_set_application (GTK_WINDOW (dialog), GTK_APPLICATION (self));
  g_signal_connect_object (dialog, "answered", G_CALLBACK (answered_cb), self, 0);
}

static void
renew_activated (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer data)
{
  ask (data, g_variant_get_string (parameter, NULL));
}

static void
removed_cb (GObject *source,
            GAsyncResult *result,
            gpointer data)
{
  g_autoptr (DpApplication) self = data;
  g_autoptr (GError) error = NULL;

  if (!dp_window_job_finish (result, &error) && self->window != NULL)
    dp_main_window_show_error (self->window, error);
  else
    refresh (self);
  g_application_release (G_APPLICATION (self));
}

/** A question about an account while it is open. */
typedef struct {
  DpApplication *application;
  char *profile;
} Removal;

static void
removal_free (gpointer data,
              GClosure *closure)
{
  Removal *self = data;

  g_object_unref (self->application);
  g_free (self->profile);
  g_free (self);
}

static void
removal_answered_cb (DpQuestion *question,
                     const char *answer,
                     Removal *removal)
{
  g_autoptr (DpWindowAsker) asker = dp_window_asker_new ();

  if (g_strcmp0 (answer, DP_WINDOW_ASKER_YES) != 0)
    return;
  g_application_hold (G_APPLICATION (removal->application));
  dp_window_job_start (dp_window_job_new (removal->profile), dp_window_job_remove, DP_ASKER (asker), NULL, removed_cb, g_object_ref (removal->application));
}

static void
remove_activated (GSimpleAction *action,
                  GVariant *parameter,
                  gpointer data)
{
  DpApplication *self = data;
  const char *profile = g_variant_get_string (parameter, NULL);
  g_autofree char *text = g_strdup_printf (_("Remove “%s” from the keyring and the AWS files?\n\nAWS never shows its secret access key again. Without a copy of it elsewhere, you will need a new key."), profile);

  if (self->window == NULL)
    return;
  Removal *removal = g_new0 (Removal, 1);
  removal->application = g_object_ref (self);
  removal->profile = g_strdup (profile);
  DpQuestion *question = dp_question_new_confirm (GTK_WINDOW (self->window), text, _("_Remove"), TRUE);
  g_signal_connect_data (question, "answered", G_CALLBACK (removal_answered_cb), removal, removal_free, 0);
}

/* The application ends with its last window, and with the job that a window
 * leaves the time to undo what it began. */
static void
quit_activated (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *l = windows; l != NULL; l = l->next)
    gtk_window_close (l->data);
}

/* From a sandbox, where the portal hands a notification's button on. */
static void
open_activated (GSimpleAction *action,
                GVariant *parameter,
                gpointer data)
{
  g_application_activate (data);
}

static const GActionEntry actions[] = {
  { .name = "renew", .activate = renew_activated, .parameter_type = "s" },
  { .name = "remove", .activate = remove_activated, .parameter_type = "s" },
  { .name = "open", .activate = open_activated },
  { .name = "quit", .activate = quit_activated },
};

static void
dp_application_startup (GApplication *application)
{
  static const char *const quit_keys[] = { "<Control>q", NULL };

  G_APPLICATION_CLASS (dp_application_parent_class)->startup (application);
  dp_appearance_init ();
  dp_core_dump_forbid ();
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions), application);
  gtk_application_set_accels_for_action (GTK_APPLICATION (application), "app.quit", quit_keys);
}

static void
dp_application_activate (GApplication *application)
{
  DpApplication *self = DP_APPLICATION (application);

  if (self->window == NULL) {
    self->window = dp_main_window_new (GTK_APPLICATION (self));
    g_object_add_weak_pointer (G_OBJECT (self->window), (gpointer *) &self->window);
  }
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
dp_application_dispose (GObject *object)
{
  DpApplication *self = DP_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  G_OBJECT_CLASS (dp_application_parent_class)->dispose (object);
}

static void
dp_application_class_init (DpApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dp_application_dispose;
  G_APPLICATION_CLASS (klass)->startup = dp_application_startup;
  G_APPLICATION_CLASS (klass)->activate = dp_application_activate;
}

static void
dp_application_init (DpApplication *self)
{
}

/** Owned. */
GApplication *
dp_application_new (void)
{
  return g_object_new (DP_TYPE_APPLICATION, "application-id", APP_ID, NULL);
}
