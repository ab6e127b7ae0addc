/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-doctor-page.h"

#include <glib/gi18n.h>
#include <unistd.h>

#include "dp-doctor.h"
#include "dp-json.h"
#include "dp-operand.h"
#include "dp-report.h"
#include "dp-sentence.h"

/* By DpFindingState. */
static const struct {
  const char *sign;
  const char *colour;
} states[] = {
  [DP_FINDING_TICK] = { "✓", "\033[32m" },
  [DP_FINDING_CROSS] = { "✗", "\033[1;31m" },
  [DP_FINDING_SKIPPED] = { "–", "\033[2m" },
};

/* The accounts that the operands name; roles stand for theirs. Where the files
 * cannot be read that is what the page is about, and not the operands. */
static GStrv
resolve_operands (const DpCommand *command,
                  GError **error)
{
  g_autoptr (DpSharedFiles) files = dp_shared_files_load (NULL);
  g_autoptr (GStrvBuilder) profiles = g_strv_builder_new ();

  for (char **operand = command->profiles; *operand != NULL && files != NULL; operand++) {
    g_autoptr (DpAccount) account = dp_operand_resolve (files, *operand, TRUE, error);
    if (account == NULL)
      return NULL;
    g_strv_builder_add (profiles, account->profile);
  }
  return g_strv_builder_end (profiles);
}

static void
add_finding (GString *json,
             const DpFinding *finding)
{
  g_autofree char *message = dp_sentence_end (finding->message);
  g_autofree char *advice = finding->advice != NULL ? dp_sentence_end (finding->advice) : NULL;

  dp_json_begin (json, '{');
  dp_json_add_string (json, "id", finding->id);
  dp_json_add_string (json, "profile", finding->profile);
  dp_json_add_boolean (json, "ok", finding->state != DP_FINDING_CROSS);
  dp_json_add_string (json, "message", message);
  dp_json_add_string (json, "mend", advice);
  dp_json_add_boolean (json, "fixable", finding->mend != NULL);
  dp_json_end (json, '}');
}

static char *
format_json (GPtrArray *findings)
{
  GString *json = g_string_new (NULL);

  dp_json_begin (json, '{');
  dp_json_add_int (json, "version", 1);
  dp_json_add_name (json, "checks");
  dp_json_begin (json, '[');
  for (guint i = 0; i < findings->len; i++)
    add_finding (json, findings->pdata[i]);
  dp_json_end (json, ']');
  dp_json_end (json, '}');
  g_string_append_c (json, '\n');
  return g_string_free (json, FALSE);
}

static void
append_finding (GString *text,
                const DpFinding *finding,
                gboolean coloured)
{
  g_autofree char *message = dp_sentence_end (finding->message);

  g_string_append_printf (text, "%s%s%s %s\n", coloured ? states[finding->state].colour : "", states[finding->state].sign,
                          coloured ? "\033[0m" : "", message);
  if (finding->advice == NULL)
    return;
  g_autofree char *advice = dp_sentence_end (finding->advice);
  g_string_append_printf (text, "  %s%s\n", advice, finding->mend != NULL ? " (--fix)" : "");
}

static void
append_summary (GString *text,
                GPtrArray *findings)
{
  guint n_crosses = dp_doctor_count_crosses (findings);
  guint n_mends = dp_doctor_count_mends (findings);

  g_autofree char *crosses = n_crosses == 0 ? g_strdup (_("All is well."))
                                            : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u cross.", "%u crosses.", n_crosses), n_crosses);
  g_autofree char *mends = g_strdup_printf (_("“daypass doctor --fix” fixes %u."), n_mends);
  /* Translators: two sentences that have their full stops. */
  g_autofree char *both = g_strdup_printf (_("%s %s"), crosses, mends);

  g_string_append_printf (text, "\n%s\n", n_mends > 0 ? both : crosses);
}

static char *
format_page (GPtrArray *findings)
{
  gboolean coloured = dp_report_use_colour (STDOUT_FILENO);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < findings->len; i++)
    append_finding (text, findings->pdata[i], coloured);
  append_summary (text, findings);
  return g_string_free (text, FALSE);
}

static void
mended_cb (const char *done,
           const GError *error,
           gpointer data)
{
  if (error != NULL)
    dp_report_error (error);
  else
    dp_report_note ("%s", done);
}

/**
 * “daypass doctor”: prints its page, with --fix that of afterwards. TRUE when no
 * cross remains; FALSE without @error when the page itself says why.
 */
gboolean
dp_doctor_page_run (const DpCommand *command,
                    gboolean has_display,
                    GCancellable *cancellable,
                    GError **error)
{
  g_auto (GStrv) profiles = resolve_operands (command, error);
  if (profiles == NULL)
    return FALSE;
  const char *const *wanted = *profiles != NULL ? (const char *const *) profiles : NULL;
  g_autoptr (GPtrArray) findings = dp_doctor_examine (wanted, has_display, cancellable, error);
  if (findings == NULL)
    return FALSE;

  if (command->fix && dp_doctor_count_mends (findings) > 0) {
    dp_doctor_mend (findings, mended_cb, NULL);
    g_ptr_array_unref (findings);
    findings = dp_doctor_examine (wanted, has_display, cancellable, error);
    if (findings == NULL)
      return FALSE;
  }
  g_autofree char *text = command->json ? format_json (findings) : format_page (findings);
  return dp_report_result (text, error) && dp_doctor_count_crosses (findings) == 0;
}
