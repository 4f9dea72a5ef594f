import type { Plugin } from 'esbuild';

export const slimMarked: Plugin;
