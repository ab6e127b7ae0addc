/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-role-hint.h"

#include <glib/gi18n.h>

#include "dp-mnemonic.h"
#include "dp-role-mending.h"
#include "dp-sentence.h"
#include "dp-shared-files.h"
#include "dp-status-line.h"

/* More names would take the room of the accounts. */
#define NAMES_MAX 5

struct _DpRoleHint {
  GtkBox parent_instance;

  DpStatusLine *status_line;

  char *shown; /* (nullable): the roles that it tells of */
};

G_DEFINE_FINAL_TYPE (DpRoleHint, dp_role_hint, GTK_TYPE_BOX)

static GStrv
list_roles (void)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);

  return files != NULL ? dp_role_mending_list (files->config, NULL) : g_new0 (char *, 1);
}

static void
mend_cb (DpRoleHint *self)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) roles = list_roles ();

  if (dp_role_mending_run ((const char *const *) roles, &error)) {
    dp_role_hint_refresh (self);
    return;
  }
  g_autofree char *sentence = dp_sentence_end (error->message);
  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
}

static void
dp_role_hint_finalize (GObject *object)
{
  g_free (DP_ROLE_HINT (object)->shown);
  G_OBJECT_CLASS (dp_role_hint_parent_class)->finalize (object);
}

static void
dp_role_hint_class_init (DpRoleHintClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = dp_role_hint_finalize;
  g_type_ensure (DP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-role-hint.ui");
  gtk_widget_class_bind_template_child (widget_class, DpRoleHint, status_line);
  gtk_widget_class_bind_template_callback (widget_class, mend_cb);
}

static void
dp_role_hint_init (DpRoleHint *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
}

static char *
join_names (GStrv roles)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (size_t i = 0; roles[i] != NULL && i < NAMES_MAX; i++)
    g_strv_builder_add (builder, roles[i]);
  if (g_strv_length (roles) > NAMES_MAX)
    g_strv_builder_add (builder, "…");
  g_auto (GStrv) names = g_strv_builder_end (builder);
  return g_strjoinv (_(", "), names);
}

/** Shows what the config file holds now. */
void
dp_role_hint_refresh (DpRoleHint *self)
{
  g_auto (GStrv) roles = list_roles ();
  g_autofree char *all = g_strjoinv (" ", roles);

  /* An alert that is set again is read again; and an error is to stay. */
  if (g_strcmp0 (all, self->shown) == 0)
    return;
  g_autofree char *names = join_names (roles);
  g_autofree char *text = g_strdup_printf (_("These role profiles have an mfa_serial line, with which Terraform refuses the session and the AWS CLI asks for a second code: %s"), names);
  g_free (self->shown);
  self->shown = g_steal_pointer (&all);
  dp_status_line_set (self->status_line, DP_STATUS_WARNING, text);
  gtk_widget_set_visible (GTK_WIDGET (self), *roles != NULL);
}
