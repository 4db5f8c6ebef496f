// What everybody needs of a page: axe's rules, sizes that a thumb hits, a focus that can be seen.

import assert from 'node:assert/strict';
import axe from 'axe-core';

/** Fails with what axe finds against WCAG 2.2 AA and good practice. */
export async function isAccessible({ root }, what) {
  // Not a script of the page, whose policy would refuse it: the browser itself is told to run it.
  await root.evaluate(axe.source);
  const { violations, passes } = await root.evaluate(() => window.axe.run(document));
  assert.ok(passes.length > 5, `${what}: axe has looked at something`);
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.html).join('\n    ')}`);
  assert.equal(found.length, 0, `${what}:\n  ${found.join('\n  ')}`);
}

/** What a finger is to hit and is less than 44 px high; a tick box is hit on its label, too. */
export function smallTargets({ root }) {
  return root.evaluate(() => {
    const controls = document.querySelectorAll('input:not([type=hidden]), select, textarea, button:not([aria-hidden=true]), a#back');
    const shown = [...controls].filter((control) => control.type === 'radio' || control.checkVisibility());
    const hit = (control) => (/radio|checkbox/.test(control.type) && (control.closest('label') ?? control.labels[0])) || control;
    return shown
      .map((control) => [control.name || control.id, Math.round(hit(control).getBoundingClientRect().height)])
      .filter(([, height]) => height < 44);
  });
}

/** Whether something must be scrolled sideways to be read. */
export function isTooWide({ root }) {
  return root.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}

/** Whether a sighted person sees where the keyboard is: there, or, of a control drawn by others, around it. */
export function focusIsVisible({ root }) {
  return root.evaluate(() => {
    const focused = document.activeElement;
    const around = [focused.labels?.[0], focused.nextElementSibling, focused.parentElement];
    return [focused, ...around].some((element) => {
      if (!element?.checkVisibility({ opacityProperty: true }) || element.offsetHeight < 8) return false;
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
      return outlined || (element === focused && boxShadow !== 'none');
    });
  });
}

/** Where the keyboard is: the name or id of that control. */
export function focused({ root }) {
  return root.evaluate(() => document.activeElement?.name || document.activeElement?.id || '');
}
