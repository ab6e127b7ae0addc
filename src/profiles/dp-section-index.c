/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Daypass authors
 */
#include "config.h"

#include "dp-section-index.h"

/* @next leads from each section to the next of its bucket, in the order of the file. */
typedef struct {
  guint32 line;
  guint32 name_hash;
  guint32 next;
} Section;

struct _DpSectionIndex {
  GArray *sections; /* (owned) (element-type Section) */
  guint32 *buckets; /* (owned) (nullable): a power of two of them, made when first asked for */
  guint32 n_buckets;
};

DpSectionIndex *
dp_section_index_new (void)
{
  DpSectionIndex *self = g_new0 (DpSectionIndex, 1);

  self->sections = g_array_new (FALSE, FALSE, sizeof (Section));
  return self;
}

/** NULL is fine. */
void
dp_section_index_free (DpSectionIndex *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->sections);
  g_free (self->buckets);
  g_free (self);
}

static Section *
get_section (DpSectionIndex *self, guint32 i)
{
  return &g_array_index (self->sections, Section, i);
}

static guint32 *
get_bucket (DpSectionIndex *self, guint32 name_hash)
{
  return &self->buckets[name_hash & (self->n_buckets - 1)];
}

static void
fill_buckets (DpSectionIndex *self)
{
  if (self->buckets != NULL)
    return;

  for (self->n_buckets = 16; self->n_buckets < self->sections->len;)
    self->n_buckets *= 2;
  self->buckets = g_new (guint32, self->n_buckets);
  for (guint32 i = 0; i < self->n_buckets; i++)
    self->buckets[i] = DP_NO_SECTION;

  for (guint32 i = self->sections->len; i-- > 0;) {
    guint32 *bucket = get_bucket (self, get_section (self, i)->name_hash);
    get_section (self, i)->next = *bucket;
    *bucket = i;
  }
}

/** A header at @line, which must be below all others. */
void
dp_section_index_append (DpSectionIndex *self, guint line, guint32 name_hash)
{
  Section section = { line, name_hash, DP_NO_SECTION };

  g_array_append_val (self->sections, section);
  g_clear_pointer (&self->buckets, g_free);
}

/* The first section at or below @line. */
static guint32
get_first_from (DpSectionIndex *self, guint line)
{
  guint32 start = 0;
  guint32 end = self->sections->len;

  while (start < end) {
    guint32 middle = start + (end - start) / 2;
    if (get_section (self, middle)->line < line)
      start = middle + 1;
    else
      end = middle;
  }
  return start;
}

/** A line was inserted at @line. */
void
dp_section_index_shift (DpSectionIndex *self, guint line)
{
  for (guint32 i = get_first_from (self, line); i < self->sections->len; i++)
    get_section (self, i)->line++;
}

/** The lines from @first to before @end were removed. */
void
dp_section_index_remove_lines (DpSectionIndex *self, guint first, guint end)
{
  guint32 i = get_first_from (self, first);
  guint32 after = get_first_from (self, end);

  if (after > i) {
    g_array_remove_range (self->sections, i, after - i);
    g_clear_pointer (&self->buckets, g_free);
  }
  for (; i < self->sections->len; i++)
    get_section (self, i)->line -= end - first;
}

static guint32
follow (DpSectionIndex *self, guint32 i, guint32 name_hash)
{
  while (i != DP_NO_SECTION && get_section (self, i)->name_hash != name_hash)
    i = get_section (self, i)->next;
  return i;
}

/** Returns: the first header at or below @line with this hash, or DP_NO_SECTION. */
guint32
dp_section_index_find (DpSectionIndex *self, guint line, guint32 name_hash)
{
  fill_buckets (self);
  guint32 first = get_first_from (self, line);
  guint32 i = *get_bucket (self, name_hash);

  /* From one that was found on to the next, without the way there again. */
  if (first > 0 && get_section (self, first - 1)->name_hash == name_hash)
    i = get_section (self, first - 1)->next;
  while ((i = follow (self, i, name_hash)) != DP_NO_SECTION && i < first)
    i = get_section (self, i)->next;
  return i != DP_NO_SECTION ? get_section (self, i)->line : DP_NO_SECTION;
}

/** FALSE: no two sections have the same name. */
gboolean
dp_section_index_may_repeat (DpSectionIndex *self)
{
  fill_buckets (self);
  for (guint32 i = 0; i < self->sections->len; i++) {
    const Section *section = get_section (self, i);
    if (follow (self, section->next, section->name_hash) != DP_NO_SECTION)
      return TRUE;
  }
  return FALSE;
}
