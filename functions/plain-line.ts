const NOT_PLAIN = /[\p{Cc}\p{Cs}\u2028\u2029]/u;

/** Whether it is one line, in any script. Control characters could forge lines in mails and logs. */
export const isPlainLine = (text: string): boolean => !NOT_PLAIN.test(text);
