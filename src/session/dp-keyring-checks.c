/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-checks.h"

#include <glib/gi18n.h>

#include "dp-keyring-error.h"
#include "dp-keyring.h"

/* Never opens it: a locked one can be unlocked where its prompt can be seen. */
void
dp_check_keyring (DpExamination *examination)
{
  g_autoptr (GError) error = NULL;
  gboolean locked = FALSE;

  if (!dp_keyring_get_locked (&locked, examination->cancellable, &error))
    dp_examination_cross (examination, NULL, _("The keyring cannot be used"), error->message);
  else if (!locked)
    dp_examination_tick (examination, NULL, _("The keyring is open"));
  else if (examination->has_display)
    dp_examination_tick (examination, NULL, _("The keyring is locked, and asks for its password when a key is needed"));
  else
    dp_examination_cross (examination, NULL, _("The keyring is locked, and there is no display for its question"), _("Unlock it in your desktop session; without one, “gnome-keyring-daemon --replace --unlock” reads its password from standard input"));
}

static gboolean
has_key (GPtrArray *keys,
         const char *profile)
{
  for (guint i = 0; i < keys->len; i++) {
    if (g_str_equal (dp_access_key_get_profile (keys->pdata[i]), profile))
      return TRUE;
  }
  return FALSE;
}

static void
check_account (DpExamination *examination,
               GPtrArray *keys,
               const char *profile)
{
  if (has_key (keys, profile)) {
    dp_examination_tick (examination, profile, _("The keyring has the access key of “%s”"), profile);
    return;
  }
  g_autofree char *message = g_strdup_printf (_("The keyring has no access key for “%s”"), profile);
  g_autofree char *advice = g_strdup_printf (_("Store one with “daypass add %s”"), profile);
  dp_examination_cross (examination, profile, message, advice);
}

void
dp_check_access_key (DpExamination *examination)
{
  g_autoptr (GError) error = NULL;
  if (examination->accounts->len == 0)
    return;

  g_autoptr (GPtrArray) keys = dp_keyring_list (examination->cancellable, &error);
  if (keys == NULL && g_error_matches (error, DP_KEYRING_ERROR, DP_KEYRING_ERROR_LOCKED)) {
    dp_examination_skip (examination, _("The access keys"), _("a locked keyring does not show whether they are there"));
    return;
  }
  for (guint i = 0; keys != NULL && i < examination->accounts->len; i++)
    check_account (examination, keys, ((const DpAccount *) examination->accounts->pdata[i])->profile);
}
