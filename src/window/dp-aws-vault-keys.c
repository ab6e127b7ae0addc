/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-aws-vault-keys.h"

#include <glib/gi18n.h>

#include "dp-aws-vault.h"
#include "dp-import-source.h"
#include "dp-mnemonic.h"
#include "dp-offer-row.h"
#include "dp-sentence.h"
#include "dp-status-line.h"

struct _DpAwsVaultKeys {
  GtkBox parent_instance;

  GtkListBox *list;
  DpStatusLine *status_line;
  GtkWidget *look_button;

  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (DpAwsVaultKeys, dp_aws_vault_keys, GTK_TYPE_BOX)

static void
clear (DpAwsVaultKeys *self)
{
  for (GtkListBoxRow *row = NULL; (row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL;)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->list), FALSE);
  gtk_widget_set_visible (self->look_button, TRUE);
  dp_status_line_set (self->status_line, DP_STATUS_HINT, NULL);
}

static GPtrArray *
list_keys (GCancellable *cancellable,
           GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (error);
  GPtrArray *keys = files != NULL ? dp_import_from_aws_vault.list (files, DP_KEYRING_MAY_PROMPT, cancellable, error) : NULL;

  /* The secret is read again by whoever moves the key. */
  for (guint i = 0; keys != NULL && i < keys->len; i++)
    g_clear_pointer (&((DpImportKey *) keys->pdata[i])->key, dp_access_key_unref);
  return keys;
}

static void
list_in_thread (GTask *task,
                gpointer source,
                gpointer data,
                GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *keys = list_keys (cancellable, &error);

  if (keys != NULL)
    g_task_return_pointer (task, keys, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
show_keys (DpAwsVaultKeys *self,
           GPtrArray *keys)
{
  g_autofree char *nothing = dp_sentence_end (dp_import_from_aws_vault.get_nothing ());

  for (guint i = 0; i < keys->len; i++) {
    const DpImportKey *key = keys->pdata[i];
    g_autofree char *name = g_strdup_printf (_("Take over the key of “%s” from aws-vault"), key->profile);
    const DpOffer offer = { .profile = key->profile, .details = key->access_key_id, .label = _("Take Over…"), .name = name, .action_name = "keys.move" };
    dp_offer_row_append (self->list, &offer, g_variant_new ("(ss)", dp_import_from_aws_vault.name, key->profile));
  }
  gtk_widget_set_visible (GTK_WIDGET (self->list), keys->len > 0);
  gtk_widget_set_visible (self->look_button, keys->len == 0);
  dp_status_line_set (self->status_line, DP_STATUS_HINT, keys->len == 0 ? nothing : NULL);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
listed_cb (GObject *source,
           GAsyncResult *result,
           gpointer data)
{
  DpAwsVaultKeys *self = DP_AWS_VAULT_KEYS (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) keys = g_task_propagate_pointer (G_TASK (result), &error);

  if (self->cancellable == NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (self->look_button, TRUE);
  if (keys != NULL) {
    show_keys (self, keys);
    return;
  }
  g_autofree char *sentence = dp_sentence_end (error->message);
  dp_status_line_set (self->status_line, DP_STATUS_ERROR, sentence);
  if (gtk_widget_get_mapped (self->look_button))
    gtk_widget_grab_focus (self->look_button);
}

/* The keyring may ask for its password. */
static void
look_cb (DpAwsVaultKeys *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, listed_cb, NULL);

  clear (self);
  gtk_widget_set_sensitive (self->look_button, FALSE);
  dp_status_line_set (self->status_line, DP_STATUS_BUSY, _("Asking the keyring for the keys of aws-vault…"));
  g_task_set_source_tag (task, look_cb);
  g_task_run_in_thread (task, list_in_thread);
}

/* With the window: nobody is left to answer the keyring's question. */
static void
dp_aws_vault_keys_unroot (GtkWidget *widget)
{
  g_cancellable_cancel (DP_AWS_VAULT_KEYS (widget)->cancellable);
  GTK_WIDGET_CLASS (dp_aws_vault_keys_parent_class)->unroot (widget);
}

static void
dp_aws_vault_keys_dispose (GObject *object)
{
  g_clear_object (&DP_AWS_VAULT_KEYS (object)->cancellable);
  G_OBJECT_CLASS (dp_aws_vault_keys_parent_class)->dispose (object);
}

static void
dp_aws_vault_keys_class_init (DpAwsVaultKeysClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_aws_vault_keys_dispose;
  widget_class->unroot = dp_aws_vault_keys_unroot;
  g_type_ensure (DP_TYPE_STATUS_LINE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-aws-vault-keys.ui");
  gtk_widget_class_bind_template_child (widget_class, DpAwsVaultKeys, list);
  gtk_widget_class_bind_template_child (widget_class, DpAwsVaultKeys, status_line);
  gtk_widget_class_bind_template_child (widget_class, DpAwsVaultKeys, look_button);
  gtk_widget_class_bind_template_callback (widget_class, look_cb);
}

static void
dp_aws_vault_keys_init (DpAwsVaultKeys *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  dp_mnemonic_name_buttons (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
}

static void
find_in_thread (GTask *task,
                gpointer source,
                gpointer data,
                GCancellable *cancellable)
{
  g_task_return_boolean (task, dp_aws_vault_is_used (cancellable));
}

static void
found_cb (GObject *source,
          GAsyncResult *result,
          gpointer data)
{
  gtk_widget_set_visible (GTK_WIDGET (source), g_task_propagate_boolean (G_TASK (result), NULL));
}

/** Forgets what was found, and finds out whether there is anything to look for;
 * asks nothing. */
void
dp_aws_vault_keys_start (DpAwsVaultKeys *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, found_cb, NULL);

  clear (self);
  g_task_set_source_tag (task, dp_aws_vault_keys_start);
  g_task_run_in_thread (task, find_in_thread);
}
