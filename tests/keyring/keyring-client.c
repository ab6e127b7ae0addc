/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */

/* Does one operation on the keyring, for the tests to watch from outside:
 *
 *   keyring-client [--prompt] [--cancel-thread | --worker] store PROFILE ID
 *   keyring-client … lookup PROFILE | list | remove PROFILE [ID] | aws-vault
 *   keyring-client … memory PROFILE | aws-vault-memory
 *
 * `store` reads the secret from the first line of standard input. A key is
 * printed as profile, id, time and the SHA-256 of its secret. After a failure
 * the first word on standard error names the kind, and the exit status is 1. */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib-unix.h>

#include "dp-aws-vault.h"
#include "dp-keyring-error.h"
#include "dp-keyring.h"
#include "memory-search.h"

static const char *const error_kinds[] = {
  [DP_KEYRING_ERROR_NO_BUS] = "NO_BUS",
  [DP_KEYRING_ERROR_ABSENT] = "ABSENT",
  [DP_KEYRING_ERROR_NO_COLLECTION] = "NO_COLLECTION",
  [DP_KEYRING_ERROR_LOCKED] = "LOCKED",
  [DP_KEYRING_ERROR_DISMISSED] = "DISMISSED",
  [DP_KEYRING_ERROR_NOT_FOUND] = "NOT_FOUND",
  [DP_KEYRING_ERROR_FAILED] = "FAILED",
};

static gboolean may_prompt, cancel_thread, worker;
static char secret[256];

static const GOptionEntry options[] = {
  { "prompt", 0, 0, G_OPTION_ARG_NONE, &may_prompt, "Let the keyring ask", NULL },
  { "cancel-thread", 0, 0, G_OPTION_ARG_NONE, &cancel_thread, "Cancel at the end of standard input, from another thread", NULL },
  { "worker", 0, 0, G_OPTION_ARG_NONE, &worker, "Work in another thread, cancel from the main loop", NULL },
  G_OPTION_ENTRY_NULL,
};

typedef struct {
  char **arguments;
  GCancellable *cancellable;
  GMainLoop *loop;
  int status;
} Job;

static void
print_keys (GPtrArray *keys)
{
  for (guint i = 0; i < keys->len; i++) {
    DpAccessKey *key = keys->pdata[i];
    const char *found = dp_access_key_get_secret (key);
    g_autofree char *checksum = found != NULL ? g_compute_checksum_for_string (G_CHECKSUM_SHA256, found, -1) : NULL;

    g_print ("%s\t%s\t%" G_GINT64_FORMAT "\t%s\n",
             dp_access_key_get_profile (key), dp_access_key_get_id (key),
             dp_access_key_get_created (key), checksum != NULL ? checksum : "-");
  }
}

static gboolean
store (char **arguments,
       DpKeyringPrompt prompt,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (DpAccessKey) key = dp_access_key_new (arguments[1], arguments[2], secret);
  return dp_keyring_store (key, prompt, cancellable, error);
}

/* How often the secret of the first key lies in memory while it is held, and afterwards. */
static gboolean
count_copies (GPtrArray *all)
{
  g_autoptr (GPtrArray) keys = all;
  if (keys == NULL)
    return FALSE;

  g_autoptr (GBytes) masked = memory_search_mask (dp_access_key_get_secret (keys->pdata[0]));
  int held = memory_search_count (masked);
  gboolean locked = memory_search_is_locked (dp_access_key_get_secret (keys->pdata[0]));
  g_clear_pointer (&keys, g_ptr_array_unref);

  g_print ("copies while held: %d, locked: %d, copies after: %d\n", held, locked, memory_search_count (masked));
  return TRUE;
}

static gboolean
run (char **arguments,
     GCancellable *cancellable,
     GError **error)
{
  DpKeyringPrompt prompt = may_prompt ? DP_KEYRING_MAY_PROMPT : DP_KEYRING_QUIET;
  const char *verb = arguments[0];

  if (g_str_equal (verb, "store"))
    return store (arguments, prompt, cancellable, error);
  if (g_str_equal (verb, "remove"))
    return dp_keyring_remove (arguments[1], arguments[2], prompt, cancellable, error);
  if (g_str_equal (verb, "memory"))
    return count_copies (dp_keyring_lookup (arguments[1], prompt, cancellable, error));
  if (g_str_equal (verb, "aws-vault-memory"))
    return count_copies (dp_aws_vault_list (prompt, cancellable, error));

  g_autoptr (GPtrArray) keys = g_str_equal (verb, "list")        ? dp_keyring_list (cancellable, error)
                               : g_str_equal (verb, "aws-vault") ? dp_aws_vault_list (prompt, cancellable, error)
                                                                 : dp_keyring_lookup (arguments[1], prompt, cancellable, error);
  if (keys == NULL)
    return FALSE;
  print_keys (keys);

  return TRUE;
}

static gpointer
work (gpointer data)
{
  Job *job = data;
  g_autoptr (GError) error = NULL;

  gboolean done = run (job->arguments, job->cancellable, &error);
  if (done != (error == NULL))
    g_error ("success and error disagree");
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_printerr ("CANCELLED\n");
  else if (!done)
    g_printerr ("%s %s\n", error->domain == DP_KEYRING_ERROR ? error_kinds[error->code] : "FOREIGN", error->message);

  job->status = done ? 0 : 1;
  if (job->loop != NULL)
    g_main_loop_quit (job->loop);
  return NULL;
}

static gboolean
stdin_ended_cb (int fd,
                GIOCondition condition,
                gpointer data)
{
  char buffer[64];

  if (read (fd, buffer, sizeof buffer) > 0)
    return G_SOURCE_CONTINUE;

  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static gpointer
wait_for_stdin (gpointer data)
{
  while (stdin_ended_cb (STDIN_FILENO, G_IO_IN, data))
    continue;

  return NULL;
}

static void
work_beside_main_loop (Job *job)
{
  g_autoptr (GMainLoop) loop = job->loop = g_main_loop_new (NULL, FALSE);
  g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP, stdin_ended_cb, job->cancellable);
  GThread *thread = g_thread_new ("work", work, job);

  g_main_loop_run (loop);
  g_thread_join (thread);
}

int
main (int argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_autoptr (GOptionContext) context = g_option_context_new ("COMMAND …");
  g_option_context_add_main_entries (context, options, NULL);
  g_autoptr (GError) error = NULL;
  if (!g_option_context_parse (context, &argc, &argv, &error) || argc < 2)
    return 2;

  /* Before anything else waits for the end of standard input. */
  if (g_str_equal (argv[1], "store") && fgets (secret, sizeof secret, stdin) != NULL)
    secret[strcspn (secret, "\n")] = '\0';

  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Job job = { .arguments = argv + 1, .cancellable = cancellable };
  if (cancel_thread)
    g_thread_unref (g_thread_new ("cancel", wait_for_stdin, cancellable));
  if (worker)
    work_beside_main_loop (&job);
  else
    work (&job);

  return job.status;
}
