/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-live-profile.h"

#include "dp-profile-file-private.h"
#include "dp-profiles-error.h"

#include <glib/gi18n.h>
#include <string.h>

#define KEY_PROCESS "credential_process"
#define SUFFIX "-live"

/** "work-live" for "work". Owned. */
char *
dp_live_profile_dup_name (const char *profile)
{
  g_return_val_if_fail (profile != NULL, NULL);

  return g_strconcat (profile, SUFFIX, NULL);
}

/* botocore splits the line like a shell, the others hand it to one. */
static char *
quote (const char *word)
{
  static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-/.%@:+";

  return strspn (word, plain) == strlen (word) ? g_strdup (word) : g_shell_quote (word);
}

/**
 * The command that gives leases of the session of @profile. @program is the
 * absolute path of "daypass", or NULL inside Flatpak, where the tools outside
 * have no path to it. Owned.
 */
char *
dp_live_profile_dup_command (const char *profile, const char *program)
{
  g_return_val_if_fail (profile != NULL, NULL);

  g_autofree char *quoted = program != NULL ? quote (program) : g_strdup ("flatpak run --command=daypass " APP_ID);
  return g_strdup_printf ("%s export %s --format process --lease", quoted, profile);
}

/* Whatever the place of the program was when the line was written. */
static gboolean
is_our_command (const char *command, const char *profile)
{
  g_autofree char *in_flatpak = dp_live_profile_dup_command (profile, NULL);
  g_auto (GStrv) words = NULL;

  if (g_str_equal (command, in_flatpak))
    return TRUE;
  if (!g_shell_parse_argv (command, NULL, &words, NULL) || g_strv_length (words) != 6)
    return FALSE;
  g_autofree char *program = g_path_get_basename (words[0]);
  const char *const arguments[] = { "export", profile, "--format", "process", "--lease", NULL };
  return g_str_equal (program, "daypass") && g_strv_equal ((const char *const *) words + 1, arguments);
}

/* There is no "manager" line to tell: only accounts have one. */
static gboolean
is_ours (DpProfileFile *config, const char *name, const char *profile)
{
  g_autofree char *command = dp_profile_file_dup_value (config, name, KEY_PROCESS);

  return command != NULL && is_our_command (command, profile);
}

/** The account whose live profile @name is. Owned; NULL when it is none. */
char *
dp_live_profile_dup_account (DpProfileFile *config, const char *name)
{
  g_return_val_if_fail (config != NULL && name != NULL, NULL);

  if (!g_str_has_suffix (name, SUFFIX))
    return NULL;
  g_autofree char *profile = g_strndup (name, strlen (name) - strlen (SUFFIX));
  return is_ours (config, name, profile) ? g_steal_pointer (&profile) : NULL;
}

static gboolean
check_section (DpProfileFile *config, const char *name, const char *profile, GError **error)
{
  if (!dp_profile_file_has_profile (config, name) || is_ours (config, name, profile))
    return TRUE;

  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN,
               _("The config file has a profile “%s” that is not from Daypass. Rename or remove it and try again"), name);
  return FALSE;
}

/** Whether the live profile of @profile can be written, or is there already:
 * DP_PROFILES_ERROR_FOREIGN for a section of somebody else's, in either file. */
gboolean
dp_live_profile_check (DpProfileFile *config, DpProfileFile *credentials, const char *profile, GError **error)
{
  g_return_val_if_fail (config != NULL && credentials != NULL && profile != NULL, FALSE);

  g_autofree char *name = dp_live_profile_dup_name (profile);
  if (!check_section (config, name, profile, error))
    return FALSE;
  if (!dp_profile_file_has_profile (credentials, name))
    return TRUE;

  g_set_error (error, DP_PROFILES_ERROR, DP_PROFILES_ERROR_FOREIGN,
               _("The credentials file has a section “%s”, whose keys tools would take instead. Rename or remove it and try again"), name);
  return FALSE;
}

/** Writes the live profile of @account, with a copy of its region; see
 * dp_live_profile_dup_command() for @program.
 * Returns: FALSE, and nothing is changed, with DP_PROFILES_ERROR_FOREIGN. */
gboolean
dp_live_profile_write (const DpAccount *account, const char *program, DpProfileFile *config, GError **error)
{
  g_return_val_if_fail (account != NULL && config != NULL, FALSE);

  g_autofree char *name = dp_live_profile_dup_name (account->profile);
  g_autofree char *command = dp_live_profile_dup_command (account->profile, program);
  if (!check_section (config, name, account->profile, error))
    return FALSE;

  dp_profile_file_set_value (config, name, KEY_PROCESS, command);
  if (account->region != NULL)
    dp_profile_file_set_value (config, name, "region", account->region);
  return TRUE;
}

/** Takes the live profile of @profile out; what the person added to it stays.
 * @removed (nullable) tells whether there was one.
 * Returns: FALSE, and nothing is changed, with DP_PROFILES_ERROR_FOREIGN. */
gboolean
dp_live_profile_remove (DpProfileFile *config, const char *profile, gboolean *removed, GError **error)
{
  g_return_val_if_fail (config != NULL && profile != NULL, FALSE);

  g_autofree char *name = dp_live_profile_dup_name (profile);
  if (!check_section (config, name, profile, error))
    return FALSE;
  if (removed != NULL)
    *removed = dp_profile_file_has_profile (config, name);
  if (!dp_profile_file_remove_key (config, name, KEY_PROCESS))
    return TRUE;

  g_auto (GStrv) keys = dp_profile_file_list_keys (config, name);
  if (keys[0] == NULL || (g_str_equal (keys[0], "region") && keys[1] == NULL))
    dp_profile_file_remove_profile (config, name);
  return TRUE;
}
