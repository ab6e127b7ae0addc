/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-menu-layout.h"

#include <glib/gi18n.h>

#define ROOT_ID 0

struct _DpMenuLayout {
  GPtrArray *rows; /* (owned) (element-type DpMenuRow) */
  guint revision;
  int last_id;
};

static void
row_free (DpMenuRow *row)
{
  g_free (row->profile);
  g_free (row->label);
  g_free (row);
}

static void
add_row (GPtrArray *rows, DpMenuRowKind kind, const char *profile, const char *label)
{
  DpMenuRow *row = g_new0 (DpMenuRow, 1);

  row->kind = kind;
  row->profile = g_strdup (profile);
  row->label = g_strdup (label);
  g_ptr_array_add (rows, row);
}

/* A single "_" would mark the next letter as the key to press. */
static char *
double_underscores (const char *text)
{
  g_autoptr (GString) result = g_string_new (text);

  g_string_replace (result, "_", "__", 0);
  return g_string_free (g_steal_pointer (&result), FALSE);
}

static GPtrArray *
make_rows (GPtrArray *accounts, gint64 now)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);

  for (guint i = 0; i < accounts->len; i++) {
    const DpTrayAccount *account = accounts->pdata[i];
    g_autofree char *text = dp_tray_account_format (account, now);
    g_autofree char *label = double_underscores (text);
    add_row (rows, DP_MENU_ROW_ACCOUNT, account->profile, label);
  }
  if (accounts->len > 0)
    add_row (rows, DP_MENU_ROW_SEPARATOR, NULL, NULL);
  add_row (rows, DP_MENU_ROW_OPEN, NULL, _("Open Daypass"));
  add_row (rows, DP_MENU_ROW_QUIT, NULL, _("Quit"));
  return rows;
}

static gboolean
have_same_rows (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++) {
    const DpMenuRow *row_a = a->pdata[i];
    const DpMenuRow *row_b = b->pdata[i];
    if (row_a->kind != row_b->kind || g_strcmp0 (row_a->profile, row_b->profile) != 0)
      return FALSE;
  }
  return TRUE;
}

/* Hosts keep what they know of an id, so an id is never used for another row. */
static void
number_rows (DpMenuLayout *self, GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++) {
    DpMenuRow *row = rows->pdata[i];
    row->id = ++self->last_id;
  }
}

/** Without any row until the first update. */
DpMenuLayout *
dp_menu_layout_new (void)
{
  DpMenuLayout *self = g_new0 (DpMenuLayout, 1);

  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) row_free);
  return self;
}

void
dp_menu_layout_free (DpMenuLayout *self)
{
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

/** Takes the rows over from @accounts (element-type DpTrayAccount), and tells
 * what a host has to learn. */
DpMenuChange
dp_menu_layout_update (DpMenuLayout *self, GPtrArray *accounts, gint64 now)
{
  g_autoptr (GPtrArray) rows = make_rows (accounts, now);

  if (!have_same_rows (self->rows, rows)) {
    number_rows (self, rows);
    self->revision++;
    g_ptr_array_unref (self->rows);
    self->rows = g_steal_pointer (&rows);
    return DP_MENU_ROWS_CHANGED;
  }

  DpMenuChange change = DP_MENU_SAME;
  for (guint i = 0; i < rows->len; i++) {
    DpMenuRow *old = self->rows->pdata[i];
    DpMenuRow *new = rows->pdata[i];
    if (g_strcmp0 (old->label, new->label) != 0)
      change = DP_MENU_TEXTS_CHANGED;
    g_free (old->label);
    old->label = g_steal_pointer (&new->label);
  }
  return change;
}

/** Grows with each change of the rows. */
guint
dp_menu_layout_get_revision (DpMenuLayout *self)
{
  return self->revision;
}

/** Borrowed until the next update, or NULL. */
const DpMenuRow *
dp_menu_layout_find (DpMenuLayout *self, int id)
{
  for (guint i = 0; i < self->rows->len; i++) {
    const DpMenuRow *row = self->rows->pdata[i];
    if (row->id == id)
      return row;
  }
  return NULL;
}

/** Whether the root or a row has that id. */
gboolean
dp_menu_layout_has_id (DpMenuLayout *self, int id)
{
  return id == ROOT_ID || dp_menu_layout_find (self, id) != NULL;
}

static void
add_property (GVariantDict *properties, const char **names, const char *name, GVariant *value)
{
  g_autoptr (GVariant) owned = g_variant_ref_sink (value);

  if (names == NULL || *names == NULL || g_strv_contains (names, name))
    g_variant_dict_insert_value (properties, name, owned);
}

/* All that a row has, defaults too: KDE keeps the old value of what is missing. */
static GVariant *
describe_properties (DpMenuLayout *self, int id, const char **names)
{
  const DpMenuRow *row = dp_menu_layout_find (self, id);
  g_auto (GVariantDict) properties = G_VARIANT_DICT_INIT (NULL);

  if (row == NULL) {
    add_property (&properties, names, "children-display", g_variant_new_string ("submenu"));
  } else if (row->kind == DP_MENU_ROW_SEPARATOR) {
    add_property (&properties, names, "type", g_variant_new_string ("separator"));
  } else {
    add_property (&properties, names, "label", g_variant_new_string (row->label));
    add_property (&properties, names, "enabled", g_variant_new_boolean (TRUE));
    add_property (&properties, names, "visible", g_variant_new_boolean (TRUE));
  }
  return g_variant_dict_end (&properties);
}

static GVariant *
describe_item (DpMenuLayout *self, int id, GVariantBuilder *children, const char **names)
{
  return g_variant_new ("(i@a{sv}av)", id, describe_properties (self, id, names), children);
}

/** The item @parent, which has to be there, with the rows below it unless @depth
 * is 0. @names are the properties that are asked for; none means all. Floating,
 * of the type (ia{sv}av). */
GVariant *
dp_menu_layout_describe (DpMenuLayout *self, int parent, int depth, const char **names)
{
  g_auto (GVariantBuilder) children = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));

  for (guint i = 0; parent == ROOT_ID && depth != 0 && i < self->rows->len; i++) {
    const DpMenuRow *row = self->rows->pdata[i];
    g_auto (GVariantBuilder) none = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("av"));
    g_variant_builder_add (&children, "v", describe_item (self, row->id, &none, names));
  }
  return describe_item (self, parent, &children, names);
}

/** The properties of those @ids (an array of i) that are there; of all when it is
 * empty. Floating, of the type a(ia{sv}). */
GVariant *
dp_menu_layout_describe_group (DpMenuLayout *self, GVariant *ids, const char **names)
{
  g_auto (GVariantBuilder) group = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(ia{sv})"));
  size_t n = 0;
  const gint32 *wanted = g_variant_get_fixed_array (ids, &n, sizeof (gint32));

  for (size_t i = 0; i < n; i++) {
    if (dp_menu_layout_has_id (self, wanted[i]))
      g_variant_builder_add (&group, "(i@a{sv})", wanted[i], describe_properties (self, wanted[i], names));
  }
  for (guint i = 0; n == 0 && i < self->rows->len; i++) {
    const DpMenuRow *row = self->rows->pdata[i];
    g_variant_builder_add (&group, "(i@a{sv})", row->id, describe_properties (self, row->id, names));
  }
  return g_variant_builder_end (&group);
}

/** One property of an item. Owned, or NULL when it has none of that name. */
GVariant *
dp_menu_layout_get_property (DpMenuLayout *self, int id, const char *name)
{
  g_autoptr (GVariant) properties = g_variant_ref_sink (describe_properties (self, id, NULL));

  return dp_menu_layout_has_id (self, id) ? g_variant_lookup_value (properties, name, NULL) : NULL;
}
