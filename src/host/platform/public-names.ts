/** The scheme of the files of tasks. */
export const artifactScheme = 'sigmic-artifact';

/** The type of the panels with a chat. */
export const chatViewType = 'sigmic.chat';
