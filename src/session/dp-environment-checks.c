/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-checks.h"

#include <glib/gi18n.h>

#include "dp-endpoint.h"

/* To the SDKs an empty variable is as if it were unset. */
static const char *
get_variable (const char *name)
{
  const char *value = g_getenv (name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* Those of @names that are set; NULL for none. Never their values. */
static char *
list_set (const char *const *names,
          const char *separator)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (size_t i = 0; names[i] != NULL; i++) {
    if (get_variable (names[i]) != NULL)
      g_string_append_printf (list, "%s%s", list->len > 0 ? separator : "", names[i]);
  }
  return list->len > 0 ? g_strdup (list->str) : NULL;
}

static void
cross_set (DpExamination *examination,
           const char *message,
           const char *const *names)
{
  g_autofree char *list = list_set (names, " ");
  g_autofree char *advice = g_strdup_printf (_("Run “unset %s”, and take out the line that exports them, in ~/.profile, ~/.bashrc or what else starts this shell"), list);

  dp_examination_cross (examination, NULL, message, advice);
}

/* botocore (so the AWS CLI) and the Go SDK (so Terraform) take them before
 * AWS_PROFILE; JavaScript does not. */
void
dp_check_environment_keys (DpExamination *examination)
{
  static const char *const names[] = { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN", NULL };
  g_autofree char *set = list_set (names, ", ");

  if (set == NULL) {
    dp_examination_tick (examination, NULL, _("No exported AWS key beats the profiles"));
    return;
  }
  g_autofree char *message = g_strdup_printf (_("This shell exports AWS keys (%s), and the AWS CLI, boto3 and Terraform take them instead of AWS_PROFILE"), set);
  cross_set (examination, message, names);
}

/* botocore and current Go take it before AWS_PROFILE. */
void
dp_check_environment_role (DpExamination *examination)
{
  static const char *const names[] = { "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", NULL };

  if (get_variable ("AWS_WEB_IDENTITY_TOKEN_FILE") == NULL) {
    dp_examination_tick (examination, NULL, _("No web identity in the environment beats the profiles"));
    return;
  }
  g_autofree char *set = list_set (names, ", ");
  g_autofree char *message = g_strdup_printf (_("This shell exports a web identity (%s), and the AWS CLI, boto3 and Terraform take it instead of AWS_PROFILE"), set);
  cross_set (examination, message, names);
}

/* A file that cannot be read may have it. */
static gboolean
is_known_profile (DpExamination *examination,
                  const char *profile)
{
  return examination->config_error != NULL || examination->credentials_error != NULL
         || dp_profile_file_has_profile (examination->files->config, profile)
         || dp_profile_file_has_profile (examination->files->credentials, profile);
}

/* Whether @variable names a profile that is there, or is unset. */
static gboolean
check_profile (DpExamination *examination,
               const char *variable)
{
  const char *profile = get_variable (variable);
  if (profile == NULL || is_known_profile (examination, profile))
    return TRUE;

  g_autofree char *message = g_strdup_printf (_("%s is “%s”, and the AWS files have no such profile"), variable, profile);
  g_autofree char *advice = g_strdup_printf (_("Set %s to a profile that there is (“daypass status” lists the accounts), or unset it"), variable);
  dp_examination_cross (examination, NULL, message, advice);
  return FALSE;
}

void
dp_check_environment_profile (DpExamination *examination)
{
  const char *profile = get_variable ("AWS_PROFILE");
  const char *other = get_variable ("AWS_DEFAULT_PROFILE");
  gboolean is_known = check_profile (examination, "AWS_PROFILE");

  if (profile != NULL && other != NULL && !g_str_equal (profile, other)) {
    g_autofree char *message = g_strdup_printf (_("AWS_PROFILE is “%s” and AWS_DEFAULT_PROFILE is “%s”: boto3 takes the latter, Terraform the former"), profile, other);
    dp_examination_cross (examination, NULL, message, _("Unset AWS_DEFAULT_PROFILE"));
    return;
  }
  if (profile == NULL && !check_profile (examination, "AWS_DEFAULT_PROFILE"))
    return;
  if (is_known && profile != NULL)
    dp_examination_tick (examination, NULL, _("AWS_PROFILE is “%s”"), profile);
  else if (is_known && other != NULL)
    dp_examination_tick (examination, NULL, _("AWS_DEFAULT_PROFILE is “%s”"), other);
  else if (is_known)
    dp_examination_tick (examination, NULL, _("AWS_PROFILE is not set, so that tools use “default” where no profile is named"));
}

/* FALSE with a cross when the region of @variable is none. */
static gboolean
check_region_name (DpExamination *examination,
                   const char *variable)
{
  const char *region = get_variable (variable);
  if (region == NULL || dp_endpoint_is_region_name (region))
    return TRUE;

  g_autofree char *message = g_strdup_printf (_("%s is “%s”, which is not the name of a region, such as eu-central-1"), variable, region);
  g_autofree char *advice = g_strdup_printf (_("Fix %s, or unset it: the profiles have regions of their own"), variable);
  dp_examination_cross (examination, NULL, message, advice);
  return FALSE;
}

/* Go and JavaScript read the one, boto3 the other. */
void
dp_check_environment_region (DpExamination *examination)
{
  const char *region = get_variable ("AWS_REGION");
  const char *other = get_variable ("AWS_DEFAULT_REGION");

  if (!check_region_name (examination, "AWS_REGION") || !check_region_name (examination, "AWS_DEFAULT_REGION"))
    return;
  if (region != NULL && other != NULL && !g_str_equal (region, other)) {
    g_autofree char *message = g_strdup_printf (_("AWS_REGION is “%s” and AWS_DEFAULT_REGION is “%s”: Terraform takes the former, boto3 the latter"), region, other);
    dp_examination_cross (examination, NULL, message, _("Set both to the same region, or unset them: the profiles have regions of their own"));
    return;
  }
  if (region != NULL || other != NULL)
    dp_examination_tick (examination, NULL, _("The environment sets the region “%s”, whatever the profile says"), region != NULL ? region : other);
  else
    dp_examination_tick (examination, NULL, _("The environment leaves the region to the profiles"));
}
