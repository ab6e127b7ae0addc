/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-reminder.h"
#include "random-text.h"

/* Lead times as dconf may hold them, of sessions as a file may hold them. */

static gint64
pick_moment (void)
{
  static const gint64 moments[] = { -62135596800, -1, 0, 1, 1800000000, 253402300799 }; /* the years 1 to 9999 */

  return moments[g_test_rand_int_range (0, G_N_ELEMENTS (moments))] + g_test_rand_int_range (-100000, 100000);
}

static gint32
pick_minutes (void)
{
  return g_test_rand_bit () ? g_test_rand_int () : g_test_rand_int_range (-5, 200);
}

static void
test_reminders (void)
{
  for (int i = 0; i < RANDOM_TEXT_ROUNDS; i++) {
    g_autoptr (GArray) lead_minutes = g_array_new (FALSE, FALSE, sizeof (int));
    for (int n = g_test_rand_int_range (0, 6); n > 0; n--) {
      int minutes = pick_minutes ();
      g_array_append_val (lead_minutes, minutes);
    }
    const DpTrayAccount account = {
      .has_session = g_test_rand_bit (),
      .expires_at = pick_moment (),
      .duration_seconds = g_test_rand_int_range (1, DP_DURATION_MAX + 1),
    };
    gint64 now = pick_moment ();
    DpReminder reminder = dp_reminder_evaluate (&account, lead_minutes, now);

    g_assert_cmpint (reminder.next, >, now);
    g_assert_cmpuint (reminder.stage, <=, lead_minutes->len + 1);
    g_assert_true (reminder.stage == 0 || account.has_session);
  }
}

int
main (int argc, char **argv)
{
  random_text_init (&argc, &argv);

  g_test_add_func ("/random-reminders", test_reminders);
  return g_test_run ();
}
