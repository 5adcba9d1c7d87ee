/** What the browser's page and the loopback host agree on. */

/** The one protocol that the host ever selects. The token is offered beside it and never echoed. */
export const webSocketProtocol = 'signalbox.v1';
/** Prefix of the protocol name that carries the token. */
export const tokenProtocolPrefix = 'signalbox.token.';
/** Where the WebSocket is. */
export const rpcPath = '/rpc';
/** `POST` with the token: 204 when it is the token of this start, 401 when not. */
export const sessionPath = '/session';
/** A token: 32 bytes in base64url. */
export const tokenPattern = /^[A-Za-z0-9_-]{43}$/;
