/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-terraform.h"

#include <string.h>

#include "dp-account.h"

/** An argument of a block; it is left out where there is no value. */
typedef struct {
  const char *name;
  const char *value; /* (nullable) */
} Argument;

/* A quoted template of HCL: "${" and "%{" would begin an expression. */
static void
append_quoted (GString *text,
               const char *value)
{
  g_string_append_c (text, '"');
  for (const char *c = value; *c != '\0'; c++) {
    if (*c == '"' || *c == '\\')
      g_string_append_c (text, '\\');
    if ((*c == '$' || *c == '%') && c[1] == '{')
      g_string_append_c (text, *c);
    g_string_append_c (text, *c);
  }
  g_string_append_c (text, '"');
}

/* With the equals signs below one another, as "terraform fmt" writes them. */
static void
append_arguments (GString *text,
                  const char *indent,
                  const Argument *arguments,
                  size_t count)
{
  size_t width = 0;

  for (size_t i = 0; i < count; i++) {
    if (arguments[i].value != NULL)
      width = MAX (width, strlen (arguments[i].name));
  }
  for (size_t i = 0; i < count; i++) {
    if (arguments[i].value == NULL)
      continue;
    g_string_append_printf (text, "%s%-*s = ", indent, (int) width, arguments[i].name);
    append_quoted (text, arguments[i].value);
    g_string_append_c (text, '\n');
  }
}

static void
append_provider (GString *text,
                 const DpRole *role,
                 const char *region)
{
  g_autofree char *duration = role->duration_seconds > 0 ? g_strdup_printf ("%ds", role->duration_seconds) : NULL;
  const Argument provider[] = {
    { "region", region },
    { "profile", role->source_profile },
  };
  /* "duration" is that of the AWS provider 4 and later; 5 took "duration_seconds" out. */
  const Argument assume_role[] = {
    { "role_arn", role->role_arn },
    { "external_id", role->external_id },
    { "session_name", role->role_session_name },
    { "duration", duration },
  };

  g_string_append (text, "provider \"aws\" {\n");
  append_arguments (text, "  ", provider, G_N_ELEMENTS (provider));
  g_string_append (text, "\n  assume_role {\n");
  append_arguments (text, "    ", assume_role, G_N_ELEMENTS (assume_role));
  g_string_append (text, "  }\n}\n");
}

static void
append_check (GString *text,
              const DpRole *role)
{
  g_autofree char *account_id = dp_role_dup_account_id (role);
  if (account_id == NULL || !dp_account_is_id (account_id))
    return;

  g_string_append_printf (text, "\n# A check only warns. What stops an apply in another account:\n"
                                "# daypass exec --account-id %s %s -- terraform apply\n",
                          account_id, role->profile);
  g_string_append (text, "check \"aws_account\" {\n"
                         "  data \"aws_caller_identity\" \"reached\" {}\n"
                         "\n"
                         "  assert {\n");
  g_string_append_printf (text, "    condition     = data.aws_caller_identity.reached.account_id == \"%s\"\n", account_id);
  g_string_append_printf (text, "    error_message = \"These credentials reach account ${data.aws_caller_identity.reached.account_id}, not %s.\"\n", account_id);
  g_string_append (text, "  }\n}\n");
}

/**
 * What to paste into a Terraform configuration (1.5 or newer, for the check): a
 * provider that assumes @role with its source profile's session. @region stands
 * in for a role that has none. Owned.
 */
char *
dp_terraform_format (const DpRole *role,
                     const char *region)
{
  GString *text = g_string_new (NULL);

  append_provider (text, role, role->region != NULL ? role->region : region);
  append_check (text, role);
  return g_string_free (text, FALSE);
}
