namespace Amazon;
