/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-code-entry.h"

#include <string.h>

#include "dp-mfa-code.h"

#define DIGITS 6

struct _DpCodeEntry {
  GtkWidget parent_instance;

  GtkWidget *overlay;
  GtkWidget *boxes;
  GtkEntry *entry;
  GtkEventController *focus;
  GtkWidget *digits[DIGITS]; /* (unowned): children of boxes */
  char *preedit;             /* (nullable): what an input method has not committed yet */
  guint commit_id;
};

G_DEFINE_FINAL_TYPE (DpCodeEntry, dp_code_entry, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHANGED,
  SIGNAL_COMPLETED,
  SIGNAL_REFUSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

/* Digits of every script, as ASCII; what else is in @text is dropped. Owned. */
static char *
keep_digits (const char *text,
             gssize length)
{
  GString *digits = g_string_new (NULL);
  g_autofree char *copy = g_utf8_make_valid (text, length);

  for (const char *p = copy; *p != '\0'; p = g_utf8_next_char (p)) {
    int value = g_unichar_digit_value (g_utf8_get_char (p));
    if (value >= 0)
      g_string_append_c (digits, (char) ('0' + value));
  }
  explicit_bzero (copy, strlen (copy));
  return g_string_free (digits, FALSE);
}

static void
set_class (GtkWidget *widget,
           const char *name,
           gboolean set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

/* What is shown: the text with the preedit at the cursor. Owned. */
static char *
dup_shown_text (DpCodeEntry *self,
                int cursor,
                int *preedit_length)
{
  GString *shown = g_string_new (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
  g_autofree char *preedit = keep_digits (self->preedit != NULL ? self->preedit : "", -1);

  g_string_insert (shown, cursor, preedit);
  *preedit_length = (int) strlen (preedit);
  return g_string_free (shown, FALSE);
}

static void
update_boxes (DpCodeEntry *self)
{
  GtkEditable *editable = GTK_EDITABLE (self->entry);
  int cursor = gtk_editable_get_position (editable);
  int start = 0, end = 0, preedit = 0;
  g_autofree char *text = dup_shown_text (self, cursor, &preedit);
  int length = (int) strlen (text);
  gboolean selected = gtk_editable_get_selection_bounds (editable, &start, &end);

  for (int i = 0; i < DIGITS; i++) {
    const char digit[] = { i < length ? text[i] : ' ', '\0' };
    gtk_label_set_text (GTK_LABEL (self->digits[i]), digit);
    set_class (self->digits[i], "selected", selected && i >= start && i < end);
    set_class (self->digits[i], "preedit", i >= cursor && i < cursor + preedit);
    set_class (self->digits[i], "current", !selected && i == cursor + preedit);
  }
  set_class (GTK_WIDGET (self), "focused", gtk_event_controller_focus_contains_focus (GTK_EVENT_CONTROLLER_FOCUS (self->focus)));
  explicit_bzero (text, strlen (text));
}

static void
changed_cb (DpCodeEntry *self)
{
  update_boxes (self);
  dp_code_entry_set_wrong (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  if (gtk_entry_get_text_length (self->entry) == DIGITS)
    g_signal_emit (self, signals[SIGNAL_COMPLETED], 0);
}

/* A whole code that is pasted takes the place of what is there. */
static void
insert_text_cb (GtkEditable *text,
                const char *inserted,
                int length,
                int *position,
                DpCodeEntry *self)
{
  g_autofree char *digits = keep_digits (inserted, length);
  gboolean whole = strlen (digits) == DIGITS;
  size_t room = whole ? DIGITS : DIGITS - strlen (gtk_editable_get_text (text));

  g_signal_stop_emission_by_name (text, "insert-text");
  if (strlen (digits) > room || (*digits == '\0' && *inserted != ' ')) {
    gtk_widget_error_bell (GTK_WIDGET (self));
    g_signal_emit (self, signals[SIGNAL_REFUSED], 0);
    return;
  }
  g_signal_handlers_block_by_func (text, insert_text_cb, self);
  if (whole) {
    gtk_editable_delete_text (text, 0, -1);
    *position = 0;
  }
  gtk_editable_insert_text (text, digits, -1, position);
  g_signal_handlers_unblock_by_func (text, insert_text_cb, self);
  explicit_bzero (digits, strlen (digits));
}

static gboolean
commit_preedit_cb (gpointer data)
{
  DpCodeEntry *self = data;
  int length = 0;
  g_autofree char *text = dup_shown_text (self, gtk_editable_get_position (GTK_EDITABLE (self->entry)), &length);

  self->commit_id = 0;
  g_clear_pointer (&self->preedit, g_free);
  gtk_entry_reset_im_context (self->entry);
  if (strlen (text) == DIGITS && strcmp (gtk_editable_get_text (GTK_EDITABLE (self->entry)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  explicit_bzero (text, strlen (text));
  return G_SOURCE_REMOVE;
}

/* In its Japanese mode an input method keeps digits to itself until Enter; the
 * sixth one needs no Enter here. Not at once: the input method is in the middle
 * of telling us. */
static void
preedit_changed_cb (GtkText *text,
                    const char *preedit,
                    DpCodeEntry *self)
{
  int length = 0;

  g_free (self->preedit);
  self->preedit = g_strdup (preedit);
  update_boxes (self);

  g_autofree char *shown = dup_shown_text (self, gtk_editable_get_position (GTK_EDITABLE (self->entry)), &length);
  if (length > 0 && strlen (shown) == DIGITS && self->commit_id == 0)
    self->commit_id = g_idle_add (commit_preedit_cb, self);
}

/* The text below is smaller than the boxes: a click means the box that it hits,
 * and a digit that is there is replaced by the next one typed. */
static void
pressed_cb (GtkGestureClick *click,
            int n_press,
            double x,
            double y,
            DpCodeEntry *self)
{
  GtkEditable *editable = GTK_EDITABLE (self->entry);
  int length = gtk_entry_get_text_length (self->entry);
  int hit = 0;

  while (hit < length && hit < DIGITS - 1) {
    graphene_rect_t bounds;
    if (!gtk_widget_compute_bounds (self->digits[hit], GTK_WIDGET (self->entry), &bounds) || x <= bounds.origin.x + bounds.size.width)
      break;
    hit++;
  }
  gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
  gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  if (n_press > 1)
    gtk_editable_select_region (editable, 0, -1);
  else
    gtk_editable_select_region (editable, hit, MIN (hit + 1, length));
}

static gboolean
dp_code_entry_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (DP_CODE_ENTRY (widget)->entry));
}

/* GTK 4.8 tells assistive technology only of a widget's own sensitivity. */
static void
dp_code_entry_state_flags_changed (GtkWidget *widget,
                                   GtkStateFlags previous)
{
  GtkEntry *entry = DP_CODE_ENTRY (widget)->entry;

  if (entry != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_DISABLED, !gtk_widget_is_sensitive (widget), -1);
  GTK_WIDGET_CLASS (dp_code_entry_parent_class)->state_flags_changed (widget, previous);
}

static gboolean
dp_code_entry_focus (GtkWidget *widget,
                     GtkDirectionType direction)
{
  return gtk_widget_child_focus (DP_CODE_ENTRY (widget)->overlay, direction);
}

static void
dp_code_entry_dispose (GObject *object)
{
  DpCodeEntry *self = DP_CODE_ENTRY (object);

  g_clear_handle_id (&self->commit_id, g_source_remove);
  g_clear_pointer (&self->preedit, g_free);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  G_OBJECT_CLASS (dp_code_entry_parent_class)->dispose (object);
}

static void
dp_code_entry_class_init (DpCodeEntryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dp_code_entry_dispose;
  widget_class->grab_focus = dp_code_entry_grab_focus;
  widget_class->state_flags_changed = dp_code_entry_state_flags_changed;
  widget_class->focus = dp_code_entry_focus;

  static const char *const names[N_SIGNALS] = { "changed", "completed", "refused" };
  for (int i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], DP_TYPE_CODE_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "code");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/daypass/Daypass/dp-code-entry.ui");
  gtk_widget_class_bind_template_child (widget_class, DpCodeEntry, overlay);
  gtk_widget_class_bind_template_child (widget_class, DpCodeEntry, boxes);
  gtk_widget_class_bind_template_child (widget_class, DpCodeEntry, entry);
  gtk_widget_class_bind_template_child (widget_class, DpCodeEntry, focus);
  gtk_widget_class_bind_template_callback (widget_class, update_boxes);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, pressed_cb);
}

static void
dp_code_entry_init (DpCodeEntry *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  /* A code is read from left to right in every script. */
  gtk_widget_set_direction (self->boxes, GTK_TEXT_DIR_LTR);
  gtk_widget_set_direction (GTK_WIDGET (self->entry), GTK_TEXT_DIR_LTR);
  for (int i = 0; i < DIGITS; i++) {
    self->digits[i] = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, "label", " ", NULL);
    gtk_widget_add_css_class (self->digits[i], "digit");
    gtk_box_append (GTK_BOX (self->boxes), self->digits[i]);
  }
  gtk_widget_add_css_class (self->digits[DIGITS / 2 - 1], "middle");

  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->entry));
  g_signal_connect_object (text, "insert-text", G_CALLBACK (insert_text_cb), self, 0);
  g_signal_connect_object (text, "preedit-changed", G_CALLBACK (preedit_changed_cb), self, 0);
  update_boxes (self);
}

/** Six ASCII digits, owned and to be wiped; NULL while there are fewer. */
char *
dp_code_entry_dup_code (DpCodeEntry *self)
{
  return dp_mfa_code_normalize (gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

void
dp_code_entry_clear (DpCodeEntry *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
}

/** While @busy the code is on its way: it stands there and cannot be changed. */
void
dp_code_entry_set_busy (DpCodeEntry *self,
                        gboolean busy)
{
  gtk_editable_set_editable (GTK_EDITABLE (self->entry), !busy);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_BUSY, busy, -1);
  set_class (GTK_WIDGET (self), "busy", busy);
}

/** A code that was refused is marked and selected, so that typing replaces it. */
void
dp_code_entry_set_wrong (DpCodeEntry *self,
                         gboolean wrong)
{
  set_class (GTK_WIDGET (self), "wrong", wrong);
  if (wrong)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  else
    gtk_accessible_reset_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID);
  if (wrong)
    gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

/** @label names the entry to who does not see it. */
void
dp_code_entry_set_label (DpCodeEntry *self,
                         GtkWidget *label)
{
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  gtk_label_set_mnemonic_widget (GTK_LABEL (label), GTK_WIDGET (self->entry));
}

/** What a screen reader says with the entry: why the last code was refused. */
void
dp_code_entry_set_description (DpCodeEntry *self,
                               const char *description)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}
