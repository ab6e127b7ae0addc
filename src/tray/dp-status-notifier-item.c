/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-status-notifier-item.h"

#define OBJECT_PATH "/StatusNotifierItem"
#define INTERFACE "org.kde.StatusNotifierItem"

/* A token belongs to the click that follows it at once. */
#define TOKEN_LIFETIME (5 * G_TIME_SPAN_SECOND)

/* All properties that hosts ask for, also those that stay empty: some ask for
 * each by itself and fail on a missing one, some refresh only what was there at
 * first. XAyatanaLabel alone is left out, since MATE hides an icon that has it. */
static const char interface_xml[] = "<node><interface name='" INTERFACE "'>"
                                    "<property name='Category' type='s' access='read'/>"
                                    "<property name='Id' type='s' access='read'/>"
                                    "<property name='Title' type='s' access='read'/>"
                                    "<property name='Status' type='s' access='read'/>"
                                    "<property name='WindowId' type='i' access='read'/>"
                                    "<property name='IconThemePath' type='s' access='read'/>"
                                    "<property name='IconName' type='s' access='read'/>"
                                    "<property name='IconPixmap' type='a(iiay)' access='read'/>"
                                    "<property name='IconAccessibleDesc' type='s' access='read'/>"
                                    "<property name='OverlayIconName' type='s' access='read'/>"
                                    "<property name='OverlayIconPixmap' type='a(iiay)' access='read'/>"
                                    "<property name='AttentionIconName' type='s' access='read'/>"
                                    "<property name='AttentionIconPixmap' type='a(iiay)' access='read'/>"
                                    "<property name='AttentionMovieName' type='s' access='read'/>"
                                    "<property name='AttentionAccessibleDesc' type='s' access='read'/>"
                                    "<property name='ToolTip' type='(sa(iiay)ss)' access='read'/>"
                                    "<property name='ItemIsMenu' type='b' access='read'/>"
                                    "<property name='Menu' type='o' access='read'/>"
                                    "<method name='ContextMenu'><arg name='x' type='i'/><arg name='y' type='i'/></method>"
                                    "<method name='Activate'><arg name='x' type='i'/><arg name='y' type='i'/></method>"
                                    "<method name='SecondaryActivate'><arg name='x' type='i'/><arg name='y' type='i'/></method>"
                                    "<method name='Scroll'><arg name='delta' type='i'/><arg name='orientation' type='s'/></method>"
                                    "<method name='ProvideXdgActivationToken'><arg name='token' type='s'/></method>"
                                    "<signal name='NewTitle'/>"
                                    "<signal name='NewIcon'/>"
                                    "<signal name='NewAttentionIcon'/>"
                                    "<signal name='NewOverlayIcon'/>"
                                    "<signal name='NewToolTip'/>"
                                    "<signal name='NewMenu'/>"
                                    "<signal name='NewStatus'><arg name='status' type='s'/></signal>"
                                    "</interface></node>";

/* Those that never change, as GVariant text. No pixmaps: what draws a panel also
 * reads the icon theme and SVG, and to render them here an image library would
 * stay in memory all day. */
static const struct {
  const char *name;
  const char *value;
} constants[] = {
  { "Category", "'ApplicationStatus'" },
  { "Id", "'" APP_ID "'" },
  { "Title", "'Daypass'" }, /* LXQt and Cinnamon know the icon by it */
  { "WindowId", "0" },
  { "IconThemePath", "''" },
  { "IconPixmap", "@a(iiay) []" },
  { "OverlayIconName", "''" },
  { "OverlayIconPixmap", "@a(iiay) []" },
  { "AttentionIconPixmap", "@a(iiay) []" },
  { "AttentionMovieName", "''" },
  { "ItemIsMenu", "false" },
};

struct _DpStatusNotifierItem {
  GDBusConnection *bus; /* (owned) */
  guint object_id;
  char *menu_path;
  const DpStatusNotifierItemHandler *handler; /* (unowned): static */
  gpointer data;

  char *icon_name;
  char *state_text;
  char *details;
  gboolean needs_attention;

  char *token; /* (nullable): for the next click */
  gint64 token_time;
};

static const char *
get_status (DpStatusNotifierItem *self)
{
  return self->needs_attention ? "NeedsAttention" : "Active";
}

static GVariant *
get_changing_property (DpStatusNotifierItem *self, const char *name)
{
  if (g_str_equal (name, "Status"))
    return g_variant_new_string (get_status (self));
  if (g_str_equal (name, "IconName") || g_str_equal (name, "AttentionIconName"))
    return g_variant_new_string (self->icon_name);
  if (g_str_equal (name, "IconAccessibleDesc") || g_str_equal (name, "AttentionAccessibleDesc"))
    return g_variant_new_string (self->state_text);
  if (g_str_equal (name, "ToolTip"))
    return g_variant_new ("(s@a(iiay)ss)", "", g_variant_new_array (G_VARIANT_TYPE ("(iiay)"), NULL, 0), self->state_text, self->details);
  if (g_str_equal (name, "Menu"))
    return g_variant_new_object_path (self->menu_path);
  g_return_val_if_reached (NULL);
}

static GVariant *
get_property_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *name, GError **error, gpointer data)
{
  for (size_t i = 0; i < G_N_ELEMENTS (constants); i++) {
    if (g_str_equal (constants[i].name, name))
      return g_variant_new_parsed (constants[i].value);
  }
  return get_changing_property (data, name);
}

static void
keep_token (DpStatusNotifierItem *self, GVariant *parameters)
{
  g_free (self->token);
  g_variant_get (parameters, "(s)", &self->token);
  self->token_time = g_get_monotonic_time ();
}

static void
method_call_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
  DpStatusNotifierItem *self = data;

  if (g_str_equal (method, "ProvideXdgActivationToken"))
    keep_token (self, parameters);
  /* The panel may wait for the answer, so it goes first. */
  g_dbus_method_invocation_return_value (invocation, NULL);
  if (g_str_equal (method, "Activate") || g_str_equal (method, "SecondaryActivate"))
    self->handler->activate (self->data);
  else if (g_str_equal (method, "ContextMenu"))
    self->handler->open (self->data);
}

static const GDBusInterfaceVTable vtable = { method_call_cb, get_property_cb, NULL, { NULL } };

static void
emit (DpStatusNotifierItem *self, const char *signal, GVariant *parameters)
{
  g_dbus_connection_emit_signal (self->bus, NULL, OBJECT_PATH, INTERFACE, signal, parameters, NULL);
}

/**
 * Exports the item. Set a look before it is registered with a watcher. @bus is
 * one that owns no well-known name: closing it is the only way to take the item
 * away, and GNOME shows an item on another kind of connection twice.
 */
DpStatusNotifierItem *
dp_status_notifier_item_new (GDBusConnection *bus, const char *menu_path, const DpStatusNotifierItemHandler *handler, gpointer data, GError **error)
{
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, error);
  g_autoptr (DpStatusNotifierItem) self = g_new0 (DpStatusNotifierItem, 1);

  self->bus = g_object_ref (bus);
  self->menu_path = g_strdup (menu_path);
  self->handler = handler;
  self->data = data;
  self->icon_name = g_strdup ("");
  self->state_text = g_strdup ("");
  self->details = g_strdup ("");
  if (node == NULL)
    return NULL;
  self->object_id = g_dbus_connection_register_object (bus, OBJECT_PATH, node->interfaces[0], &vtable, self, NULL, error);
  return self->object_id != 0 ? g_steal_pointer (&self) : NULL;
}

void
dp_status_notifier_item_free (DpStatusNotifierItem *self)
{
  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->bus, self->object_id);
  g_clear_object (&self->bus);
  g_free (self->menu_path);
  g_free (self->icon_name);
  g_free (self->state_text);
  g_free (self->details);
  g_free (self->token);
  g_free (self);
}

/* Some panels read tooltips as markup and some do not; only a text without these
 * three shows the same in all. */
static char *
replace_markup (const char *text)
{
  g_autoptr (GString) result = g_string_new (text);

  g_string_replace (result, "&", "＆", 0);
  g_string_replace (result, "<", "‹", 0);
  g_string_replace (result, ">", "›", 0);
  return g_string_free (g_steal_pointer (&result), FALSE);
}

static gboolean
replace (char **field, const char *text)
{
  char *next = replace_markup (text);

  if (g_str_equal (*field, next)) {
    g_free (next);
    return FALSE;
  }
  g_free (*field);
  *field = next;
  return TRUE;
}

/** Tells the panel of what has changed, and of nothing else. */
void
dp_status_notifier_item_set_look (DpStatusNotifierItem *self, const DpStatusNotifierItemLook *look)
{
  gboolean icon = replace (&self->icon_name, look->icon_name);
  gboolean text = replace (&self->state_text, look->state_text);
  gboolean details = replace (&self->details, look->details);
  gboolean status = self->needs_attention != look->needs_attention;

  self->needs_attention = look->needs_attention;
  /* The description for screen readers has no signal of its own. */
  if (icon || text) {
    emit (self, "NewIcon", NULL);
    emit (self, "NewAttentionIcon", NULL);
  }
  if (text || details)
    emit (self, "NewToolTip", NULL);
  if (status)
    emit (self, "NewStatus", g_variant_new ("(s)", get_status (self)));
}

/** The token with which the panel lets the next window take the focus, once.
 * Owned, or NULL when there is none that belongs to a click of just now. */
char *
dp_status_notifier_item_take_token (DpStatusNotifierItem *self)
{
  g_autofree char *token = g_steal_pointer (&self->token);

  return g_get_monotonic_time () - self->token_time < TOKEN_LIFETIME ? g_steal_pointer (&token) : NULL;
}
