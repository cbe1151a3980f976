import { button } from './elements.js';

/** A button that turns light to dark and back; the page follows the system until it is pressed. */
export function themeButton(): HTMLButtonElement {
  const isDarkSystem = matchMedia('(prefers-color-scheme: dark)');
  const isDark = () =>
    (document.documentElement.dataset.theme ?? (isDarkSystem.matches ? 'dark' : 'light')) === 'dark';
  const toggle = button('◐', 'Dark', () => {
    document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
    tell();
  });
  const tell = () => toggle.setAttribute('aria-pressed', String(isDark()));
  tell();
  isDarkSystem.addEventListener('change', tell);
  return toggle;
}
