/** What a secret that Signalbox keeps may be called: it stands in `signalbox.yaml`, in a file of ours and on screens. */
export const secretNamePattern = /^[a-z0-9][a-z0-9-]{0,62}$/;

export const secretNameWords = 'lower-case letters, digits and dashes, at most 63';
