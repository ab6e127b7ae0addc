/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-menu-layout.h"

#define NOW 1800000000

/* One letter for each account; of those in capitals the session has ended. */
static GPtrArray *
make_accounts (const char *letters)
{
  GPtrArray *accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) dp_tray_account_free);

  for (const char *c = letters; *c != '\0'; c++) {
    g_autofree char *name = g_strdup_printf ("%c_admin", g_ascii_tolower (*c));
    DpSession session = { .expires_at = g_ascii_isupper (*c) ? NOW - 1 : NOW + 100, .duration_seconds = 28800 };
    g_ptr_array_add (accounts, dp_tray_account_new (name, &session));
  }
  return accounts;
}

static DpMenuChange
update (DpMenuLayout *menu, const char *letters)
{
  g_autoptr (GPtrArray) accounts = make_accounts (letters);

  return dp_menu_layout_update (menu, accounts, NOW);
}

static GVariant *
describe (DpMenuLayout *menu, int parent, int depth, const char **names)
{
  return g_variant_ref_sink (dp_menu_layout_describe (menu, parent, depth, names));
}

/* The children of the root, in order. */
static GArray *
list_ids (DpMenuLayout *menu)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (int));
  g_autoptr (GVariant) root = describe (menu, 0, -1, NULL);
  g_autoptr (GVariant) children = g_variant_get_child_value (root, 2);

  for (gsize i = 0; i < g_variant_n_children (children); i++) {
    g_autoptr (GVariant) boxed = g_variant_get_child_value (children, i);
    g_autoptr (GVariant) child = g_variant_get_variant (boxed);
    int id = 0;
    g_variant_get_child (child, 0, "i", &id);
    g_array_append_val (ids, id);
  }
  return ids;
}

static void
test_rows (void)
{
  g_autoptr (DpMenuLayout) menu = dp_menu_layout_new ();
  static const DpMenuRowKind with_accounts[] = { DP_MENU_ROW_ACCOUNT, DP_MENU_ROW_ACCOUNT, DP_MENU_ROW_SEPARATOR, DP_MENU_ROW_OPEN, DP_MENU_ROW_QUIT };

  update (menu, "aB");
  g_autoptr (GArray) ids = list_ids (menu);
  g_assert_cmpuint (ids->len, ==, G_N_ELEMENTS (with_accounts));
  for (guint i = 0; i < ids->len; i++)
    g_assert_cmpint (dp_menu_layout_find (menu, g_array_index (ids, int, i))->kind, ==, with_accounts[i]);

  const DpMenuRow *ended = dp_menu_layout_find (menu, g_array_index (ids, int, 1));
  g_assert_cmpstr (ended->profile, ==, "b_admin");
  g_assert_cmpstr (ended->label, ==, "b__admin — no session");
  const DpMenuRow *active = dp_menu_layout_find (menu, g_array_index (ids, int, 0));
  g_assert_true (g_str_has_prefix (active->label, "a__admin — until "));

  update (menu, "");
  g_autoptr (GArray) without_accounts = list_ids (menu);
  g_assert_cmpuint (without_accounts->len, ==, 2);
}

static void
test_changes (void)
{
  static const struct {
    const char *from;
    const char *to;
    DpMenuChange change;
  } rows[] = {
    { "ab", "ab", DP_MENU_SAME },
    { "ab", "aB", DP_MENU_TEXTS_CHANGED },
    { "ab", "abc", DP_MENU_ROWS_CHANGED },
    { "ab", "b", DP_MENU_ROWS_CHANGED },
    { "ab", "ba", DP_MENU_ROWS_CHANGED },
    { "ab", "ac", DP_MENU_ROWS_CHANGED },
    { "a", "", DP_MENU_ROWS_CHANGED },
  };

  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (DpMenuLayout) menu = dp_menu_layout_new ();
    g_test_message ("“%s” becomes “%s”", rows[i].from, rows[i].to);
    update (menu, rows[i].from);
    guint revision = dp_menu_layout_get_revision (menu);
    g_autoptr (GArray) before = list_ids (menu);
    g_assert_cmpint (update (menu, rows[i].to), ==, rows[i].change);

    g_autoptr (GArray) after = list_ids (menu);
    gboolean fresh = rows[i].change == DP_MENU_ROWS_CHANGED;
    g_assert_cmpuint (dp_menu_layout_get_revision (menu), ==, fresh ? revision + 1 : revision);
    for (guint j = 0; j < before->len; j++)
      g_assert_cmpint (dp_menu_layout_has_id (menu, g_array_index (before, int, j)), ==, !fresh);
    g_assert_cmpint (g_array_index (after, int, 0) > g_array_index (before, int, before->len - 1), ==, fresh);
  }
}

/* What each host asks for; “%i” stands for the id of the first account. */
static void
test_dialects (void)
{
  static const char *everything[] = { NULL };
  static const char *gnome[] = { "type", "children-display", NULL };
  static const char *label[] = { "label", NULL };
  static const char item[] = "{'label': <'a__admin — no session'>, 'enabled': <true>, 'visible': <true>}";
  g_autoptr (DpMenuLayout) menu = dp_menu_layout_new ();
  const struct {
    int parent;
    int depth;
    const char **names;
    const char *expected;
  } rows[] = {
    { 1, -1, everything, item },
    { 1, 1, label, "{'label': <'a__admin — no session'>}" },
    { 1, 0, gnome, "@a{sv} {}" },
    { 2, -1, gnome, "{'type': <'separator'>}" },
    { 2, -1, everything, "{'type': <'separator'>}" },
    { 0, 0, gnome, "{'children-display': <'submenu'>}" },
  };

  update (menu, "A");
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GVariant) layout = describe (menu, rows[i].parent, rows[i].depth, rows[i].names);
    g_autoptr (GVariant) properties = g_variant_get_child_value (layout, 1);
    g_autoptr (GVariant) children = g_variant_get_child_value (layout, 2);
    g_autoptr (GVariant) expected = g_variant_parse (G_VARIANT_TYPE_VARDICT, rows[i].expected, NULL, NULL, NULL);
    g_assert_nonnull (expected);
    g_test_message ("row %zu", i);
    /* The order in a dictionary is nobody's business. */
    g_assert_cmpuint (g_variant_n_children (properties), ==, g_variant_n_children (expected));
    for (gsize j = 0; j < g_variant_n_children (expected); j++) {
      const char *key = NULL;
      g_autoptr (GVariant) value = NULL;
      g_variant_get_child (expected, j, "{&sv}", &key, &value);
      g_autoptr (GVariant) actual = g_variant_lookup_value (properties, key, NULL);
      g_assert_nonnull (actual);
      g_assert_cmpvariant (actual, value);
    }
    g_assert_cmpuint (g_variant_n_children (children), ==, 0);
  }

  g_autoptr (GVariant) kde = describe (menu, 0, 1, everything);
  g_autoptr (GVariant) libdbusmenu = describe (menu, 0, -1, everything);
  g_assert_cmpvariant (kde, libdbusmenu);
}

static void
test_group (void)
{
  g_autoptr (DpMenuLayout) menu = dp_menu_layout_new ();
  static const struct {
    const char *ids;
    gsize n;
  } rows[] = {
    { "@ai []", 4 },
    { "[1]", 1 },
    { "[1, 3]", 2 },
    { "[1, 99]", 1 },
    { "[99]", 0 },
    { "[0]", 1 },
  };

  update (menu, "a");
  for (size_t i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (GVariant) ids = g_variant_parse (G_VARIANT_TYPE ("ai"), rows[i].ids, NULL, NULL, NULL);
    g_autoptr (GVariant) group = g_variant_ref_sink (dp_menu_layout_describe_group (menu, ids, NULL));
    g_test_message ("ids %s", rows[i].ids);
    g_assert_cmpuint (g_variant_n_children (group), ==, rows[i].n);
  }

  g_autoptr (GVariant) enabled = dp_menu_layout_get_property (menu, 1, "enabled");
  g_assert_true (g_variant_get_boolean (enabled));
  g_assert_null (dp_menu_layout_get_property (menu, 1, "icon-name"));
  g_assert_null (dp_menu_layout_get_property (menu, 99, "label"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/menu-layout/rows", test_rows);
  g_test_add_func ("/menu-layout/changes", test_changes);
  g_test_add_func ("/menu-layout/dialects", test_dialects);
  g_test_add_func ("/menu-layout/group", test_group);
  return g_test_run ();
}
