/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-reminder.h"

#define END 1800000000
#define HOURS 3600
#define MINUTES 60

static const int usual[] = { 15, 5 };

static GArray *
make_minutes (const int *minutes, guint n)
{
  GArray *array = g_array_new (FALSE, FALSE, sizeof (int));

  return n > 0 ? g_array_append_vals (array, minutes, n) : array;
}

static DpTrayAccount *
make_account (int duration_seconds)
{
  DpSession session = { .expires_at = END, .duration_seconds = duration_seconds };

  return dp_tray_account_new ("work", &session);
}

static void
test_moments (void)
{
  static const struct {
    int duration;
    int left; /* seconds until the end */
    guint stage;
    int next_left; /* seconds between the next moment and the end */
  } rows[] = {
    { 8 * HOURS, 8 * HOURS, 0, 15 * MINUTES - 1 },
    { 8 * HOURS, 15 * MINUTES, 0, 15 * MINUTES - 1 },
    { 8 * HOURS, 15 * MINUTES - 1, 1, 5 * MINUTES - 1 },
    { 8 * HOURS, 5 * MINUTES, 1, 5 * MINUTES - 1 },
    { 8 * HOURS, 5 * MINUTES - 1, 2, 0 },
    { 8 * HOURS, 1, 2, 0 },
    /* A quarter and a twelfth of what is shorter than an hour. */
    { 1 * HOURS, 15 * MINUTES, 0, 15 * MINUTES - 1 },
    { 36 * MINUTES, 9 * MINUTES, 0, 9 * MINUTES - 1 },
    { 36 * MINUTES, 9 * MINUTES - 1, 1, 3 * MINUTES - 1 },
    { 36 * MINUTES, 3 * MINUTES - 1, 2, 0 },
    { 15 * MINUTES, 225, 0, 224 },
    { 15 * MINUTES, 224, 1, 74 },
  };
  g_autoptr (GArray) minutes = make_minutes (usual, G_N_ELEMENTS (usual));

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DpTrayAccount) account = make_account (rows[i].duration);
    g_test_message ("a session of %d s with %d s left", rows[i].duration, rows[i].left);
    DpReminder reminder = dp_reminder_evaluate (account, minutes, END - rows[i].left);
    g_assert_cmpuint (reminder.stage, ==, rows[i].stage);
    g_assert_cmpint (reminder.next, ==, END - rows[i].next_left);
  }
}

static void
test_end (void)
{
  g_autoptr (GArray) minutes = make_minutes (usual, G_N_ELEMENTS (usual));
  g_autoptr (DpTrayAccount) account = make_account (8 * HOURS);

  DpReminder reminder = dp_reminder_evaluate (account, minutes, END);
  g_assert_cmpuint (reminder.stage, ==, 3);
  g_assert_cmpint (reminder.next, ==, DP_REMINDER_NEVER);
  /* The next morning, and after a weekend. */
  g_assert_cmpuint (dp_reminder_evaluate (account, minutes, END + 16 * HOURS).stage, ==, 3);
  g_assert_cmpuint (dp_reminder_evaluate (account, minutes, END + 64 * HOURS).stage, ==, 3);
  g_assert_cmpuint (dp_reminder_evaluate (account, minutes, END + 14 * 24 * HOURS).stage, ==, 0);
}

static void
test_no_session (void)
{
  g_autoptr (GArray) minutes = make_minutes (usual, G_N_ELEMENTS (usual));
  g_autoptr (DpTrayAccount) account = dp_tray_account_new ("work", NULL);
  DpReminder reminder = dp_reminder_evaluate (account, minutes, END);

  g_assert_cmpuint (reminder.stage, ==, 0);
  g_assert_cmpint (reminder.next, ==, DP_REMINDER_NEVER);
}

/* The person's own lead times, in any order, and such that make no sense. */
static void
test_own_lead_times (void)
{
  static const int unordered[] = { 5, 30, -3, 0, 10000 };
  g_autoptr (GArray) minutes = make_minutes (unordered, G_N_ELEMENTS (unordered));
  g_autoptr (GArray) none = make_minutes (NULL, 0);
  g_autoptr (DpTrayAccount) account = make_account (8 * HOURS);

  DpReminder reminder = dp_reminder_evaluate (account, minutes, END - 8 * HOURS);
  g_assert_cmpuint (reminder.stage, ==, 0);
  g_assert_cmpint (reminder.next, ==, END - 30 * MINUTES + 1);
  reminder = dp_reminder_evaluate (account, minutes, reminder.next);
  g_assert_cmpuint (reminder.stage, ==, 1);
  g_assert_cmpint (reminder.next, ==, END - 5 * MINUTES + 1);
  g_assert_cmpuint (dp_reminder_evaluate (account, minutes, reminder.next).stage, ==, 2);

  reminder = dp_reminder_evaluate (account, none, END - 1);
  g_assert_cmpuint (reminder.stage, ==, 0);
  g_assert_cmpint (reminder.next, ==, END);
  g_assert_cmpuint (dp_reminder_evaluate (account, none, END).stage, >, 0);
}

/* Whoever looks at each next moment sees every stage once, however long it is. */
static void
test_every_stage_once (void)
{
  static const int durations[] = { 24, 900, 3599, 3600, 28800, 129600 };
  g_autoptr (GArray) minutes = make_minutes (usual, G_N_ELEMENTS (usual));

  for (size_t i = 0; i < G_N_ELEMENTS (durations); i++) {
    g_autoptr (DpTrayAccount) account = make_account (durations[i]);
    gint64 now = END - durations[i];
    guint stage = 0;
    g_test_message ("a session of %d s", durations[i]);
    while (now != DP_REMINDER_NEVER) {
      DpReminder reminder = dp_reminder_evaluate (account, minutes, now);
      g_assert_cmpuint (reminder.stage, ==, stage++);
      g_assert_cmpint (reminder.next, >, now);
      now = reminder.next;
    }
    g_assert_cmpuint (stage, ==, 4);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reminder/moments", test_moments);
  g_test_add_func ("/reminder/end", test_end);
  g_test_add_func ("/reminder/no-session", test_no_session);
  g_test_add_func ("/reminder/own-lead-times", test_own_lead_times);
  g_test_add_func ("/reminder/every-stage-once", test_every_stage_once);
  return g_test_run ();
}
