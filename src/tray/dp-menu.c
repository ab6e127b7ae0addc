/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-menu.h"

#define INTERFACE "com.canonical.dbusmenu"

/* Clients that read a version of 3 or more use the calls for groups alone; others
 * know only the single ones. So all seven methods are needed. */
static const char interface_xml[] = "<node><interface name='" INTERFACE "'>"
                                    "<property name='Version' type='u' access='read'/>"
                                    "<property name='TextDirection' type='s' access='read'/>"
                                    "<property name='Status' type='s' access='read'/>"
                                    "<property name='IconThemePath' type='as' access='read'/>"
                                    "<method name='GetLayout'><arg name='parentId' type='i'/><arg name='recursionDepth' type='i'/><arg name='propertyNames' type='as'/>"
                                    "<arg name='revision' type='u' direction='out'/><arg name='layout' type='(ia{sv}av)' direction='out'/></method>"
                                    "<method name='GetGroupProperties'><arg name='ids' type='ai'/><arg name='propertyNames' type='as'/>"
                                    "<arg name='properties' type='a(ia{sv})' direction='out'/></method>"
                                    "<method name='GetProperty'><arg name='id' type='i'/><arg name='name' type='s'/><arg name='value' type='v' direction='out'/></method>"
                                    "<method name='Event'><arg name='id' type='i'/><arg name='eventId' type='s'/><arg name='data' type='v'/><arg name='timestamp' type='u'/></method>"
                                    "<method name='EventGroup'><arg name='events' type='a(isvu)'/><arg name='idErrors' type='ai' direction='out'/></method>"
                                    "<method name='AboutToShow'><arg name='id' type='i'/><arg name='needUpdate' type='b' direction='out'/></method>"
                                    "<method name='AboutToShowGroup'><arg name='ids' type='ai'/><arg name='updatesNeeded' type='ai' direction='out'/>"
                                    "<arg name='idErrors' type='ai' direction='out'/></method>"
                                    "<signal name='ItemsPropertiesUpdated'><arg name='updatedProps' type='a(ia{sv})'/><arg name='removedProps' type='a(ias)'/></signal>"
                                    "<signal name='LayoutUpdated'><arg name='revision' type='u'/><arg name='parent' type='i'/></signal>"
                                    "<signal name='ItemActivationRequested'><arg name='id' type='i'/><arg name='timestamp' type='u'/></signal>"
                                    "</interface></node>";

struct _DpMenu {
  GDBusConnection *bus; /* (owned) */
  guint object_id;
  DpMenuLayout *layout; /* (owned) */
  DpMenuFunc clicked;
  gpointer data;
};

static void
return_no_item (GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_error_literal (invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "There is no such menu item");
}

static void
get_layout (DpMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  int parent = 0;
  int depth = 0;
  g_autofree const char **names = NULL;

  g_variant_get (parameters, "(ii^a&s)", &parent, &depth, &names);
  if (!dp_menu_layout_has_id (self->layout, parent)) {
    return_no_item (invocation);
    return;
  }
  GVariant *layout = dp_menu_layout_describe (self->layout, parent, depth, names);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(u@(ia{sv}av))", dp_menu_layout_get_revision (self->layout), layout));
}

static void
get_group_properties (DpMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) ids = NULL;
  g_autofree const char **names = NULL;

  g_variant_get (parameters, "(@ai^a&s)", &ids, &names);
  GVariant *group = dp_menu_layout_describe_group (self->layout, ids, names);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@a(ia{sv}))", group));
}

static void
get_item_property (DpMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  int id = 0;
  const char *name = NULL;

  g_variant_get (parameters, "(i&s)", &id, &name);
  g_autoptr (GVariant) value = dp_menu_layout_get_property (self->layout, id, name);
  if (value == NULL)
    return_no_item (invocation);
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(v)", value));
}

/* FALSE for an id that is gone: hosts send clicks on what they showed. */
static gboolean
handle_event (DpMenu *self, int id, const char *event)
{
  const DpMenuRow *row = dp_menu_layout_find (self->layout, id);

  if (row != NULL && g_str_equal (event, "clicked"))
    self->clicked (row->kind, row->profile, self->data);
  return dp_menu_layout_has_id (self->layout, id);
}

static void
event (DpMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  int id = 0;
  const char *name = NULL;

  g_variant_get (parameters, "(i&svu)", &id, &name, NULL, NULL);
  /* MATE's panel stands still until the answer is there, so it goes first. */
  g_dbus_method_invocation_return_value (invocation, NULL);
  handle_event (self, id, name);
}

static GVariant *
list_unknown (DpMenu *self, const gint32 *ids, size_t n)
{
  g_auto (GVariantBuilder) unknown = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("ai"));

  for (size_t i = 0; i < n; i++) {
    if (!dp_menu_layout_has_id (self->layout, ids[i]))
      g_variant_builder_add (&unknown, "i", ids[i]);
  }
  return g_variant_builder_end (&unknown);
}

static void
event_group (DpMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) events = g_variant_get_child_value (parameters, 0);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint32));
  GVariantIter iter;
  gint32 id = 0;
  const char *name = NULL;

  g_variant_iter_init (&iter, events);
  while (g_variant_iter_next (&iter, "(i&svu)", &id, NULL, NULL, NULL))
    g_array_append_val (ids, id);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@ai)", list_unknown (self, (gint32 *) ids->data, ids->len)));

  g_variant_iter_init (&iter, events);
  while (g_variant_iter_next (&iter, "(i&svu)", &id, &name, NULL, NULL))
    handle_event (self, id, name);
}

static void
about_to_show_group (DpMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) ids = g_variant_get_child_value (parameters, 0);
  size_t n = 0;
  const gint32 *elements = g_variant_get_fixed_array (ids, &n, sizeof (gint32));

  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@ai@ai)", g_variant_new_array (G_VARIANT_TYPE_INT32, NULL, 0), list_unknown (self, elements, n)));
}

/* The rows are always up to date, so nothing has to be read again. */
static void
about_to_show (DpMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(b)", FALSE));
}

static const struct {
  const char *name;
  void (*handle) (DpMenu *self, GVariant *parameters, GDBusMethodInvocation *invocation);
} methods[] = {
  { "GetLayout", get_layout },
  { "GetGroupProperties", get_group_properties },
  { "GetProperty", get_item_property },
  { "Event", event },
  { "EventGroup", event_group },
  { "AboutToShow", about_to_show },
  { "AboutToShowGroup", about_to_show_group },
};

static void
method_call_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation, gpointer data)
{
  for (size_t i = 0; i < G_N_ELEMENTS (methods); i++) {
    if (g_str_equal (methods[i].name, method)) {
      methods[i].handle (data, parameters, invocation);
      return;
    }
  }
}

static GVariant *
get_property_cb (GDBusConnection *bus, const char *sender, const char *path, const char *interface, const char *name, GError **error, gpointer data)
{
  if (g_str_equal (name, "Version"))
    return g_variant_new_uint32 (3);
  if (g_str_equal (name, "TextDirection"))
    return g_variant_new_string ("ltr");
  if (g_str_equal (name, "Status"))
    return g_variant_new_string ("normal");
  return g_variant_new_strv (NULL, 0);
}

static const GDBusInterfaceVTable vtable = { method_call_cb, get_property_cb, NULL, { NULL } };

/** Exports the menu at DP_MENU_OBJECT_PATH, empty until the first update. */
DpMenu *
dp_menu_new (GDBusConnection *bus, DpMenuFunc clicked, gpointer data, GError **error)
{
  g_autoptr (GDBusNodeInfo) node = g_dbus_node_info_new_for_xml (interface_xml, error);
  g_autoptr (DpMenu) self = g_new0 (DpMenu, 1);

  self->bus = g_object_ref (bus);
  self->layout = dp_menu_layout_new ();
  self->clicked = clicked;
  self->data = data;
  if (node == NULL)
    return NULL;
  self->object_id = g_dbus_connection_register_object (bus, DP_MENU_OBJECT_PATH, node->interfaces[0], &vtable, self, NULL, error);
  return self->object_id != 0 ? g_steal_pointer (&self) : NULL;
}

void
dp_menu_free (DpMenu *self)
{
  if (self->object_id != 0)
    g_dbus_connection_unregister_object (self->bus, self->object_id);
  g_clear_object (&self->bus);
  g_clear_pointer (&self->layout, dp_menu_layout_free);
  g_free (self);
}

/** Shows @accounts (element-type DpTrayAccount) as they are at @now. */
void
dp_menu_update (DpMenu *self, GPtrArray *accounts, gint64 now)
{
  switch (dp_menu_layout_update (self->layout, accounts, now)) {
    case DP_MENU_SAME:
      return;
    case DP_MENU_TEXTS_CHANGED: {
      GVariant *ids = g_variant_new_array (G_VARIANT_TYPE_INT32, NULL, 0);
      g_autoptr (GVariant) owned = g_variant_ref_sink (ids);
      GVariant *group = dp_menu_layout_describe_group (self->layout, owned, NULL);
      g_dbus_connection_emit_signal (self->bus, NULL, DP_MENU_OBJECT_PATH, INTERFACE, "ItemsPropertiesUpdated",
                                     g_variant_new ("(@a(ia{sv})@a(ias))", group, g_variant_new_array (G_VARIANT_TYPE ("(ias)"), NULL, 0)), NULL);
      return;
    }
    case DP_MENU_ROWS_CHANGED:
      g_dbus_connection_emit_signal (self->bus, NULL, DP_MENU_OBJECT_PATH, INTERFACE, "LayoutUpdated",
                                     g_variant_new ("(ui)", dp_menu_layout_get_revision (self->layout), 0), NULL);
      return;
  }
}
