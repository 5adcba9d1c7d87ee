/** The name of the app for systems and installers, which never changes: updates and notifications go by it. */
export const appId = 'app.signalbox.desktop';
