/** Headers that both hosts put on every file of the room (design/security.md, row 7). */

/** Nothing but our own files, no inline code, no framing. `'self'` covers the WebSocket of the same origin. */
export const contentSecurityPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data:",
	"font-src 'self'",
	"connect-src 'self'",
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

const deniedFeatures = [
	'accelerometer',
	'autoplay',
	'camera',
	'clipboard-read',
	'display-capture',
	'encrypted-media',
	'fullscreen',
	'geolocation',
	'gyroscope',
	'hid',
	'idle-detection',
	'local-fonts',
	'magnetometer',
	'microphone',
	'midi',
	'payment',
	'publickey-credentials-get',
	'screen-wake-lock',
	'serial',
	'usb',
	'window-management',
	'xr-spatial-tracking',
];

/** The page may write to the clipboard and use nothing else of the machine. */
export const permissionsPolicy = [...deniedFeatures.map((name) => `${name}=()`), 'clipboard-write=(self)'].join(', ');

/**
 * Fit for any origin. Isolation headers (COOP, CORP, HSTS) are left to the web host: on `app://` they break loading.
 */
export const pageHeaders = {
	'content-security-policy': contentSecurityPolicy,
	'permissions-policy': permissionsPolicy,
	'referrer-policy': 'no-referrer',
	'x-content-type-options': 'nosniff',
	'x-frame-options': 'DENY',
} as const;
