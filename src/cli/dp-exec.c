/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-exec.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <unistd.h>

#include "dp-core-dump.h"
#include "dp-installation.h"
#include "dp-operand.h"
#include "dp-time.h"

G_DEFINE_QUARK (dp_exec_error_quark, dp_exec_error)

/* What would be used instead of the profile, or say that something else is. */
static const char *const unset_variables[] = {
  "AWS_ACCESS_KEY_ID",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "AWS_SECURITY_TOKEN",
  "AWS_CREDENTIAL_EXPIRATION",
  "AWS_DEFAULT_PROFILE",
  "AWS_ROLE_ARN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_ROLE_SESSION_NAME",
};

/**
 * The account behind the profile of "exec", if the SDKs would use its session:
 * other lines of the profile can keep them from it. Owned.
 */
DpAccount *
dp_exec_resolve (const DpCommand *command,
                 DpSharedFiles *files,
                 GError **error)
{
  g_autoptr (DpAccount) account = dp_operand_resolve (files, *command->profiles, TRUE, error);
  if (account == NULL
      || !dp_operand_check_minimum (account, command->min_seconds, error)
      || !dp_account_check_free (files->config, files->credentials, account->profile, error))
    return NULL;
  if (dp_installation_is_flatpak ()) {
    g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_PERM,
                 /* Translators: the first %s is the application's id, the second a profile. */
                 _("The commands of the system cannot be started out of a Flatpak. “flatpak run --command=daypass %s export %s --format env” prints the session for your shell to eval"),
                    APP_ID, account->profile);
    return NULL;
  }
  return g_steal_pointer (&account);
}

/**
 * How many seconds the session must have left: those of --min, else as many as
 * keep it from counting as ending. @session may be NULL.
 */
int
dp_exec_get_minimum (const DpCommand *command,
                     const DpAccount *account,
                     const DpSession *session)
{
  if (command->min_seconds >= 0)
    return MAX (command->min_seconds, 1);
  return dp_session_get_grace (session != NULL ? session->duration_seconds : account->duration_seconds);
}

static const char *
get_filled (GStrv environment,
            const char *name)
{
  const char *value = g_environ_getenv (environment, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* Go takes a "~" literally, where botocore, JS and Daypass expand it. */
static GStrv
expand_home (GStrv environment,
             const char *name,
             const char *path)
{
  const char *value = g_environ_getenv (environment, name);

  return value != NULL && *value == '~' ? g_environ_setenv (environment, name, path, TRUE) : environment;
}

/* Both names, since botocore reads the one and the others the other. */
static GStrv
set_region (GStrv environment,
            const char *own)
{
  static const char *const names[] = { "AWS_REGION", "AWS_DEFAULT_REGION" };
  const char *region = own;

  for (size_t i = G_N_ELEMENTS (names); i-- > 0;) {
    if (get_filled (environment, names[i]) != NULL)
      region = get_filled (environment, names[i]);
  }
  g_autofree char *in_force = g_strdup (region);
  for (size_t i = 0; in_force != NULL && i < G_N_ELEMENTS (names); i++) {
    if (get_filled (environment, names[i]) == NULL)
      environment = g_environ_setenv (environment, names[i], in_force, TRUE);
  }
  return environment;
}

static GStrv
set_keys (GStrv environment,
          const DpExecKeys *keys)
{
  g_autofree char *expiration = dp_time_format (keys->expires_at);

  environment = g_environ_unsetenv (environment, "AWS_PROFILE");
  environment = g_environ_setenv (environment, "AWS_ACCESS_KEY_ID", keys->access_key_id, TRUE);
  environment = g_environ_setenv (environment, "AWS_SECRET_ACCESS_KEY", keys->secret_access_key, TRUE);
  environment = g_environ_setenv (environment, "AWS_SESSION_TOKEN", keys->session_token, TRUE);
  environment = g_environ_setenv (environment, "AWS_CREDENTIAL_EXPIRATION", expiration, TRUE);
  return set_region (environment, keys->region);
}

/**
 * What the command gets: @inherited, which is eaten, with the profile or, where
 * @keys are given, with those, and without what would beat them. Owned.
 */
GStrv
dp_exec_make_environment (GStrv inherited,
                          const char *profile,
                          const DpPlaces *places,
                          const DpExecKeys *keys)
{
  GStrv environment = inherited;

  for (size_t i = 0; i < G_N_ELEMENTS (unset_variables); i++)
    environment = g_environ_unsetenv (environment, unset_variables[i]);
  environment = expand_home (environment, "AWS_CONFIG_FILE", places->config);
  environment = expand_home (environment, "AWS_SHARED_CREDENTIALS_FILE", places->credentials);
  return keys != NULL ? set_keys (environment, keys) : g_environ_setenv (environment, "AWS_PROFILE", profile, TRUE);
}

/** Makes this process the command. Returns only when that failed, with @error. */
void
dp_exec_become (char **command,
                char **environment,
                GError **error)
{
  dp_core_dump_restore ();
  execvpe (command[0], command, environment);
  if (errno == ENOENT)
    g_set_error (error, DP_EXEC_ERROR, DP_EXEC_ERROR_NOT_FOUND, _("The command “%s” was not found"), command[0]);
  else
    g_set_error (error, DP_EXEC_ERROR, DP_EXEC_ERROR_NOT_STARTED, _("The command “%s” could not be started: %s"), command[0], g_strerror (errno));
}

/**
 * The status to end with: for "exec", whatever kept the command from starting is
 * one number, since all others are the command's own.
 */
DpExitStatus
dp_exec_translate_status (int argc,
                          char **argv,
                          DpExitStatus status)
{
  gboolean is_exec = argc >= 2 && g_str_equal (argv[1], "exec");

  if (!is_exec || status == DP_EXIT_EXEC_NOT_STARTED || status == DP_EXIT_EXEC_NOT_FOUND)
    return status;
  return DP_EXIT_EXEC_FAILED;
}
