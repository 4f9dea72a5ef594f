/** Style sheets are imported for the bundler, which collects them into main.css. */
declare module '*.css';
