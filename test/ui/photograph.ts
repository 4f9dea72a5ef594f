import { screenshot, setTheme } from '../rig/page';
import type { Session } from '../rig/session';

/** Narrow enough that a chat beside the side bar has about 350 pixels. */
const narrow = 700;

/** Saves what the person sees twice: `<name>-dark` as it is, and `<name>-narrow-light` in a small, light window. */
export async function photograph(session: Session, name: string): Promise<void> {
  const { editor, workbench } = session;
  const { page } = workbench;
  const size = page.viewportSize() ?? { width: 1280, height: 800 };
  await screenshot(page, `${name}-dark`);
  await page.setViewportSize({ ...size, width: narrow });
  await setTheme(editor, workbench, 'light');
  await screenshot(page, `${name}-narrow-light`);
  await setTheme(editor, workbench, 'dark');
  await page.setViewportSize(size);
}
