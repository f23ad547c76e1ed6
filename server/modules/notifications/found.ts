/** What is found wrong in a template, and where. */
import type { TemplateText } from './templates.ts';

/** A mistake in a template. Line and column count from 1 in the field's source. */
export interface TemplateProblem {
  language: string;
  field: keyof TemplateText;
  line: number;
  column: number;
  code: 'syntax' | 'unknown_variable' | 'wrong_filter' | 'not_a_value' | 'not_a_list' | 'too_clever' | 'essential_missing' | 'element_not_allowed' | 'attribute_not_allowed' | 'class_unknown' | 'link_not_allowed' | 'alt_missing' | 'not_closed' | 'cannot_render';
  message: string;
}

/** A mistake in one field, before it is said of which. */
export type Found = Omit<TemplateProblem, 'language' | 'field'>;
