/** Names that the preload and the main process share. */

/** Preload to main: "a port, please", with the number of the request. */
export const connectChannel = 'signalbox:connect';
/** Main to preload: the number again, with the port. */
export const portChannel = 'signalbox:port';
